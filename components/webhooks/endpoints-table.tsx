import { Button } from "@mantine/core";
import { IconWebhook } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago } from "@/components/ui/format/moment";
import { formatCount, formatPercent } from "@/components/ui/format/words";
import type { EndpointView } from "@/server/webhooks/schema";
import { eventWords } from "./webhook-words";
import css from "./webhooks.module.css";
import { EndpointChip } from "./word-chip";

interface EndpointsTableProps {
  state: ListState<EndpointView>;
  onCreate: (() => void) | undefined;
}

/** How many of the last day's attempts were accepted. */
export function SuccessRate({ attempts, accepted }: EndpointView["lastDay"]) {
  if (attempts === 0) return <span className={css.quiet}>Nothing sent</span>;
  return (
    <span title={`${accepted} of ${formatCount(attempts, "attempt")} accepted`}>
      {formatPercent(accepted / attempts, 0)} <span className={css.quiet}>accepted</span>
    </span>
  );
}

const columns: Column<EndpointView>[] = [
  {
    key: "url",
    header: "Endpoint",
    phone: "title",
    cell: ({ url, description }) => (
      <span className={css.endpoint}>
        <span className={css.url}>{url}</span>
        {description && <span className={css.quiet}>{description}</span>}
      </span>
    ),
  },
  { key: "state", header: "State", width: "120px", cell: ({ state }) => <EndpointChip state={state} /> },
  {
    key: "events",
    header: "Hears",
    width: "110px",
    phone: "hide",
    cell: ({ events }) => (
      <span title={events.map(eventWords).join("\n")}>{formatCount(events.length, "event")}</span>
    ),
  },
  {
    key: "rate",
    header: "Accepted, 24 h",
    width: "130px",
    cell: ({ lastDay }) => <SuccessRate {...lastDay} />,
  },
  {
    key: "open",
    header: "Given up",
    width: "96px",
    align: "end",
    phone: "hide",
    cell: ({ counts }) => counts.failed,
  },
  {
    key: "failure",
    header: "Last failure",
    width: "150px",
    phone: "hide",
    cell: ({ lastFailure }) =>
      lastFailure ? (
        <span title={lastFailure.text}>
          <Ago at={lastFailure.at} />
        </span>
      ) : (
        <span className={css.quiet}>None</span>
      ),
  },
];

export function EndpointsTable({ state, onCreate }: EndpointsTableProps) {
  return (
    <Sheet>
      <DataTable
        noun="endpoints"
        columns={columns}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ url }) => url}
        href={({ id }) => `/settings/webhooks/${id}`}
        density="comfortable"
        empty={{
          title: "Nobody listens yet",
          text: "An endpoint is told by a signed request what happens here, such as a decision.",
          icon: IconWebhook,
          action: onCreate && <Button onClick={onCreate}>Add the first endpoint</Button>,
        }}
      />
    </Sheet>
  );
}
