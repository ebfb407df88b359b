import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import { sha256 } from "@/server/platform/seal";
import { decidersOf } from "@/server/runs/made-decision";
import { places } from "@/server/runs/places";
import { replayDecision, storedDecision } from "./replay";
import { brokenJournal, compareDecision } from "./rerun/policy";
import type { Comparison } from "./rerun/schema";

/** A stored decision made once more from its journal and compared; undefined once its party was erased. */
export async function makeAgain(
  tx: Tx,
  ctx: Context,
  decisionId: string,
): Promise<{ compared: Comparison[]; runId: string } | undefined> {
  const found = await storedDecision(tx, ctx, decisionId);
  const { row, vault, stored, document } = found;
  if (!stored) return undefined;
  const again = await replayDecision(tx, ctx, found).catch((error: unknown) => String(error));
  if (typeof again === "string") return { compared: brokenJournal(again), runId: row.runId };
  const { outputs, score } = vault.open<{ outputs: Record<string, unknown>; score: number | null }>(
    places.decision(row.id),
    row.body,
  );
  const { decision } = again.state;
  const { outcome, reasonCodes, decidedBy } = row;
  return {
    runId: row.runId,
    compared: compareDecision({
      document,
      hashes: again.versions.map(({ hash }) => hash),
      digest: { stored: row.digest, found: sha256(row.body) },
      events: again.events,
      stored: { said: { outcome, reasonCodes, score, outputs, decidedBy }, state: stored },
      found: {
        state: again.state,
        said: decision && { ...decision, decidedBy: decidersOf(document, again.state) },
      },
    }),
  };
}
