import { inTransaction } from "@/server/context";
import type { Json } from "@/server/engine/state";
import { isDomainError } from "@/server/errors";
import { tellParty } from "@/server/parties/tell";
import { keepExchange } from "@/server/runs/keep-exchange";
import type { EffectResult, Runner } from "../runner";

interface Wish {
  values: { [name: string]: Json };
  nextReviewOn: string | null;
}

/** What the party is found by has columns of its own; all else stands among its facts. */
const identity = new Set(["name", "country", "reference"]);
const factPath = (name: string) => (identity.has(name) ? `party.${name}` : `party.facts.${name}`);
const text = (value: Json | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/**
 * Writes to the party in one transaction with the note that it was written: whoever repeats the attempt finds the note
 * and leaves what others wrote meanwhile alone.
 */
export const runSetPartyData: Runner = {
  limitMs: () => 10_000,
  mayRepeat: async () => true,
  async run(ctx, { runId, partyId, key, input }): Promise<EffectResult> {
    const { values, nextReviewOn } = input as unknown as Wish;
    const output = { written: Object.keys(values), nextReviewOn };
    const exchange = { request: { values, nextReviewOn }, response: output };
    try {
      await inTransaction(ctx, async (_, ctx) => {
        if (!(await keepExchange(ctx, { runId, key, exchange, once: true }))) return;
        await tellParty(ctx, {
          partyId,
          values: Object.fromEntries(Object.entries(values).map(([name, value]) => [factPath(name), value])),
          source: `run:${runId}`,
          name: text(values["name"]),
          country: text(values["country"]),
          reference: text(values["reference"]),
          ...(nextReviewOn !== null && { nextReviewOn }),
        });
      });
    } catch (error) {
      if (isDomainError(error)) return { error: { kind: "refused", message: error.message } };
      throw error;
    }
    return { output };
  },
};
