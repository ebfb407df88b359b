import { IconCalendarClock } from "@tabler/icons-react";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import { type EntryView, type ListChangeView, MOST_COUNTED } from "@/server/lists/schema";

const states: Record<EntryView["state"], { tone: Tone; word: string }> = {
  active: { tone: "approve", word: "Counts" },
  upcoming: { tone: "waiting", word: "Not yet" },
  expired: { tone: "neutral", word: "Expired" },
  withdrawn: { tone: "neutral", word: "Taken off" },
};

/** Whether an entry counts now. */
export function EntryStateChip({ state }: { state: EntryView["state"] }) {
  const { tone, word } = states[state];
  return (
    <StatusChip tone={tone} {...(state === "expired" ? { icon: IconCalendarClock } : {})}>
      {word}
    </StatusChip>
  );
}

const changeStates: Record<ListChangeView["state"], { tone: Tone; word: string }> = {
  applied: { tone: "approve", word: "In force" },
  waiting: { tone: "waiting", word: "Waits for a second person" },
  refused: { tone: "decline", word: "Refused" },
  taken_back: { tone: "neutral", word: "Taken back" },
};

export function ChangeStateChip({ state }: { state: ListChangeView["state"] }) {
  const { tone, word } = changeStates[state];
  return <StatusChip tone={tone}>{word}</StatusChip>;
}

/** Exact as far as it was counted. */
export const countWords = (count: number): string =>
  count > MOST_COUNTED ? `${formatNumber(MOST_COUNTED)}+` : formatNumber(count);

const verbs: Record<ListChangeView["kind"], string> = {
  add: "Added",
  change: "Changed",
  withdraw: "Taken off",
  import: "Imported",
};

/** What a change did, in a line: *Added jane@example.com*, *Imported 214 entries*. */
export function changeWords({
  kind,
  entries,
  values,
}: Pick<ListChangeView, "kind" | "entries" | "values">): string {
  if (kind === "import")
    return `${verbs.import} ${formatNumber(entries)} ${entries === 1 ? "entry" : "entries"}`;
  return `${verbs[kind]} ${values.join(", ")}`;
}
