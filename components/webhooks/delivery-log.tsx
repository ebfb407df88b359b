"use client";

import { Button, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { given } from "@/components/ui/given";
import { Panel } from "@/components/ui/panel";
import { useCan } from "@/components/workspaces/member";
import { TEST_EVENT } from "@/server/webhooks/catalogue";
import { KEPT_DAYS } from "@/server/webhooks/policy";
import type { EndpointView } from "@/server/webhooks/schema";
import { DeliveryDetailDrawer } from "./delivery-detail";
import { DeliveryTable } from "./delivery-table";
import { ReplayDeliveries, type Wanted } from "./replay-deliveries";
import { type LogFilters, logFilters, logParams } from "./search-params";
import { deliveryStateOptions, eventWords } from "./webhook-words";
import css from "./webhooks.module.css";

/** Everything that was sent to an endpoint, to look into and to send again. */
export function DeliveryLog({ endpoint }: { endpoint: EndpointView }) {
  const trpc = useTRPC();
  const endpointId = endpoint.id;
  const canReplay = useCan("webhooks.replay") && endpoint.state !== "paused";
  const [{ delivery, ...filters }, setParams] = useQueryStates(logParams, { history: "push" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<Wanted>();
  const filter = { endpointId, ...given(logFilters(filters)) };
  const log = useInfiniteQuery({
    ...trpc.webhooks.deliveries.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
    refetchInterval: 5_000,
  });
  const opened = useQuery({
    ...trpc.webhooks.delivery.queryOptions({ deliveryId: delivery ?? "" }),
    enabled: delivery !== null,
    refetchInterval: 3_000,
  });
  const isFiltered = filters.state !== null || filters.type !== null || filters.since !== null;
  const narrow = (change: Partial<LogFilters>) => {
    setChosen(new Set());
    void setParams(change);
  };
  const types = [...endpoint.events, TEST_EVENT].map((type) => ({ value: type, label: eventWords(type) }));
  return (
    <Panel title="Deliveries" note={`Kept for ${KEPT_DAYS} days`} flush>
      <div className={css.bar}>
        <Select
          aria-label="State"
          placeholder="Any state"
          data={deliveryStateOptions}
          value={filters.state}
          onChange={(state) => narrow({ state: state as LogFilters["state"] })}
          clearable
          clearButtonProps={{ "aria-label": "Show any state" }}
        />
        <Select
          aria-label="Event"
          placeholder="Any event"
          data={types}
          value={filters.type}
          onChange={(type) => narrow({ type: type as LogFilters["type"] })}
          clearable
          searchable
          clearButtonProps={{ "aria-label": "Show any event" }}
        />
        <DatePickerInput
          placeholder="Since any day"
          value={filters.since?.toISOString().slice(0, 10) ?? null}
          onChange={(day) => narrow({ since: day ? new Date(`${day}T00:00:00Z`) : null })}
          valueFormat="[Since] D MMM YYYY"
          w={180}
          clearable
          clearButtonProps={{ "aria-label": "Show since any day" }}
        />
        <span>
          {canReplay && chosen.size > 0 ? (
            <Button onClick={() => setWanted({ deliveryIds: [...chosen].slice(0, 100) })}>
              Send {chosen.size} again
            </Button>
          ) : canReplay ? (
            <Button
              variant="default"
              onClick={() => setWanted({ filter: isFiltered ? filter : { endpointId, state: "failed" } })}
            >
              {isFiltered ? "Send these again" : "Send all given up again"}
            </Button>
          ) : null}
        </span>
      </div>
      <DeliveryTable
        state={pagedStateOf(log)}
        selection={canReplay ? { keys: chosen, onChange: setChosen } : undefined}
        onOpen={({ id }) => void setParams({ delivery: id })}
        clearFilters={isFiltered ? () => narrow({ state: null, type: null, since: null }) : undefined}
      />
      <DeliveryDetailDrawer
        isOpen={delivery !== null}
        delivery={opened.data}
        failure={opened.error ? failureOf(opened.error) : undefined}
        onRetry={() => opened.refetch()}
        onClose={() => void setParams({ delivery: null })}
        onReplay={canReplay ? (id) => setWanted({ deliveryIds: [id] }) : undefined}
      />
      <ReplayDeliveries
        wanted={wanted}
        onClose={() => {
          setWanted(undefined);
          setChosen(new Set());
        }}
      />
    </Panel>
  );
}
