import type { Tone } from "@/components/ui/status-chip";
import type { BatchStatus } from "@/db/enums/enums";
import type { BatchRowView, BatchView } from "@/server/batches/schema";

/** How a batch stands, in one word and the colour of its meaning. */
export const batchWords: Record<BatchStatus, { tone: Tone; title: string }> = {
  receiving: { tone: "waiting", title: "Coming in" },
  running: { tone: "waiting", title: "Deciding" },
  paused: { tone: "review", title: "Paused" },
  completed: { tone: "approve", title: "Done" },
  cancelled: { tone: "neutral", title: "Cancelled" },
};

export const rowWords: Record<BatchRowView["state"], { tone: Tone; title: string }> = {
  pending: { tone: "waiting", title: "Waiting" },
  started: { tone: "waiting", title: "Under way" },
  decided: { tone: "approve", title: "Decided" },
  failed: { tone: "decline", title: "Not decided" },
  cancelled: { tone: "neutral", title: "Cancelled" },
};

/** What a batch is called where its file had no name. */
export const batchTitle = ({ name, id }: Pick<BatchView, "name" | "id">): string =>
  name || `Batch ${id.slice(-6)}`;
