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

export function RunStatusChip({ status }: { status: RunRow["status"] }) {
  return <StatusChip tone={tones[status]}>{words[status]}</StatusChip>;
}
