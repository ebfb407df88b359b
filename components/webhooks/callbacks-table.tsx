import {
  IconArrowsExchange,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconClockOff,
  IconHelpCircle,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { CallbackState } from "@/db/enums/enums";
import type { CallbackRow } from "@/server/webhooks/schema";
import css from "./webhooks.module.css";

const words: Record<CallbackState, { tone: Tone; icon: TablerIcon; text: string }> = {
  received: { tone: "waiting", icon: IconClock, text: "Received" },
  applied: { tone: "approve", icon: IconCircleCheck, text: "Used" },
  interim: { tone: "neutral", icon: IconClock, text: "Not final" },
  late: { tone: "neutral", icon: IconClockOff, text: "Too late" },
  unmatched: { tone: "warning", icon: IconHelpCircle, text: "About nothing" },
  refused: { tone: "incident", icon: IconBan, text: "Not understood" },
};

const columns: Column<CallbackRow>[] = [
  {
    key: "event",
    header: "Vendor's event",
    phone: "title",
    cell: ({ vendorEventId, copies }) => (
      <span>
        <span className={css.mono}>{vendorEventId}</span>
        {copies > 1 && <span className={css.quiet}> sent {copies} times</span>}
      </span>
    ),
  },
  {
    key: "state",
    header: "State",
    width: "150px",
    cell: ({ state }) => {
      const { tone, icon, text } = words[state];
      return (
        <StatusChip tone={tone} icon={icon}>
          {text}
        </StatusChip>
      );
    },
  },
  { key: "note", header: "What became of it", cell: ({ note }) => note ?? "It is looked at now." },
  {
    key: "at",
    header: "Received",
    width: "160px",
    align: "end",
    cell: ({ receivedAt }) => <DateTimeText at={receivedAt} />,
  },
];

export function CallbacksTable({ state }: { state: ListState<CallbackRow> }) {
  return (
    <DataTable
      noun="callbacks"
      columns={columns}
      state={state}
      rowKey={({ id }) => id}
      rowName={({ vendorEventId }) => vendorEventId}
      empty={{
        title: "No callback came yet",
        text: "When a check is answered later, the answer appears here with what became of it.",
        icon: IconArrowsExchange,
      }}
    />
  );
}
