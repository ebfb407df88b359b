"use client";

import { Alert, Anchor } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/client";
import { Ago } from "@/components/ui/format/moment";
import { useCan } from "@/components/workspaces/member";
import { pauseSentence } from "./webhook-words";
import css from "./webhooks.module.css";

/** Tells those who can mend it that an endpoint was paused without anybody's doing. */
export function PausedWebhooks() {
  const trpc = useTRPC();
  const canChange = useCan("webhooks.change");
  const paused = useQuery({
    ...trpc.webhooks.paused.queryOptions(),
    enabled: canChange,
    refetchInterval: 60_000,
  });
  return paused.data?.map(({ id, url, pausedAt, pausedBecause }) => (
    <Alert
      key={id}
      variant="light"
      classNames={{ title: css.said ?? "" }}
      color="orange"
      mb="md"
      icon={<IconPlayerPause aria-hidden />}
      title={`Webhooks to ${new URL(url).host} are paused`}
    >
      {pauseSentence(pausedBecause)} It was paused <Ago at={pausedAt} />.{" "}
      <Anchor component={Link} href={`/settings/webhooks/${id}`} inherit>
        Open the endpoint
      </Anchor>
    </Alert>
  ));
}
