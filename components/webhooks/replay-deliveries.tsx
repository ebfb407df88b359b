"use client";

import { Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { z } from "zod";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { formatCount, formatNumber } from "@/components/ui/format/words";
import { tell } from "@/components/ui/tell";
import type { countReplayInput } from "@/server/webhooks/schema";

/** The deliveries to send again: some by name, or all that a filter finds. */
export type Wanted = { deliveryIds: string[] } | { filter: z.input<typeof countReplayInput> };

interface ReplayDeliveriesProps {
  wanted: Wanted | undefined;
  onClose: () => void;
}

const deliveries = (count: number) => `${formatNumber(count)} ${count === 1 ? "delivery" : "deliveries"}`;

/** Asks before anything is sent again, and shows how far a long replay has come. */
export function ReplayDeliveries({ wanted, onClose }: ReplayDeliveriesProps) {
  return (
    <Modal
      opened={wanted !== undefined}
      onClose={onClose}
      title="Send again?"
      size={460}
      closeOnClickOutside={false}
    >
      {wanted && <Replay wanted={wanted} onClose={onClose} />}
    </Modal>
  );
}

function Replay({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const isStopped = useRef(false);
  const [done, setDone] = useState<number>();
  const [failure, setFailure] = useState<string>();
  const filter = "filter" in wanted ? wanted.filter : undefined;
  const count = useQuery({
    ...trpc.webhooks.countReplay.queryOptions(filter ?? { endpointId: "" }),
    enabled: filter !== undefined,
    gcTime: 0,
  });
  const replay = useMutation(trpc.webhooks.replay.mutationOptions());
  const total = "deliveryIds" in wanted ? wanted.deliveryIds.length : count.data?.count;
  const isRunning = done !== undefined && failure === undefined;

  const run = async () => {
    setFailure(undefined);
    let sent = 0;
    setDone(0);
    try {
      let cursor: string | null | undefined;
      do {
        const batch = await replay.mutateAsync(
          filter
            ? { ...filter, ...(cursor ? { cursor } : {}) }
            : { deliveryIds: "deliveryIds" in wanted ? wanted.deliveryIds : [] },
        );
        sent += batch.replayed;
        setDone(sent);
        cursor = batch.nextCursor;
      } while (cursor && !isStopped.current);
      tell(`${formatCount(sent, "delivery is", "deliveries are")} on the way again`);
      onClose();
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      await client.invalidateQueries(trpc.webhooks.pathFilter());
    }
  };
  const stop = () => {
    isStopped.current = true;
    if (!isRunning) onClose();
  };

  return (
    <Stack gap="md">
      {count.error ? (
        <FailureText>{failureOf(count.error).message}</FailureText>
      ) : total === undefined ? (
        <Text>Counting…</Text>
      ) : total === 0 ? (
        <Text>There is nothing to send again: no delivery matches that is not on its way already.</Text>
      ) : (
        <Text>
          {deliveries(total)} will be sent again with {total === 1 ? "its" : "their"} first{" "}
          {total === 1 ? "id" : "ids"}, so a receiver that heard one before can recognise it.
        </Text>
      )}
      {done !== undefined && total !== undefined && (
        <div role="status">
          <Progress value={total === 0 ? 100 : (100 * done) / total} aria-label="Sent again" />
          <Text size="sm" mt={4}>
            {formatNumber(done)} of {formatNumber(total)}
          </Text>
        </div>
      )}
      {failure && <FailureText>{failure}</FailureText>}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={stop} data-autofocus>
          {isRunning ? "Stop" : total === 0 ? "Close" : "Cancel"}
        </Button>
        {total !== 0 && (
          <Button onClick={run} loading={isRunning} disabled={total === undefined}>
            Send again
          </Button>
        )}
      </Group>
    </Stack>
  );
}
