import { type Context, inTransaction } from "@/server/context";
import type { ListAnswer, ListQuestion } from "@/server/engine/state";
import { lookUp } from "./look-up";

/** What lists answer as of one time: what counted then, by what was known then. */
export function readLists(
  ctx: Context,
  input: { at: string; questions: readonly ListQuestion[] },
): Promise<{ answers: ListAnswer[]; unknownLists: string[] }> {
  const at = new Date(input.at);
  return inTransaction(ctx, (tx, ctx) => lookUp(tx, ctx, input.questions, { validAt: at, knownAt: at }));
}
