import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunRow } from "@/server/runs/schema";

const words: Record<RunRow["status"], string> = {
  running: "Running",
  waiting: "Waiting",
  attention: "Needs attention",
  completed: "Completed",
  cancelled: "Cancelled",
};
const tones: Record<RunRow["status"], Tone> = {
  running: "waiting",
  waiting: "waiting",
  attention: "incident",
  completed: "neutral",
  cancelled: "neutral",
};
const outcomes: Record<string, Tone> = {
  positive: "approve",
  negative: "decline",
  review: "review",
  request: "waiting",
};

export function RunStatusChip({ status }: { status: RunRow["status"] }) {
  return <StatusChip tone={tones[status]}>{words[status]}</StatusChip>;
}

/** The decision in the workflow's own word, in the colour of its kind. */
export function RunOutcomeChip({ outcome }: { outcome: NonNullable<RunRow["outcome"]> }) {
  return <StatusChip tone={outcomes[outcome.kind] ?? "neutral"}>{outcome.title}</StatusChip>;
}
