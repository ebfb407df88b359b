"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { Panel } from "@/components/ui/panel";
import { CallbacksTable } from "./callbacks-table";
import css from "./webhooks.module.css";

const nothingToHear = () => () => {};

/** What a connection's vendor told us unasked, where its vendor does so. */
export function CallbacksPanel({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  // Only the browser knows under which address Gatehouse is reached here.
  const origin = useSyncExternalStore(
    nothingToHear,
    () => window.location.origin,
    () => "",
  );
  const callbacks = useInfiniteQuery({
    ...trpc.webhooks.callbacks.infiniteQueryOptions(
      { connectionId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    refetchInterval: 15_000,
  });
  if (callbacks.data?.pages[0]?.isPossible === false) return null;
  return (
    <Panel title="Callbacks" note="Answers this vendor tells later" flush>
      <p className={css.intro}>
        The vendor sends them, signed, to{" "}
        <span className={css.mono}>{`${origin}/api/webhooks/${connectionId}`}</span>
      </p>
      <CallbacksTable state={pagedStateOf(callbacks)} />
    </Panel>
  );
}
