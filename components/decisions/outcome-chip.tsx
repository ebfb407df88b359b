import { StatusChip, type Tone } from "@/components/ui/status-chip";

const tones: Record<string, Tone> = {
  positive: "approve",
  negative: "decline",
  review: "review",
  request: "waiting",
};

/** An outcome of the workflow, in its own word. */
export const OutcomeChip = ({ outcome }: { outcome: { title: string; kind: string } }) => (
  <StatusChip tone={tones[outcome.kind] ?? "neutral"}>{outcome.title}</StatusChip>
);
