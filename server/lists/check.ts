import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import type { ListAnswer } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { lookUp } from "./look-up";
import type { checkListsInput } from "./schema";

/** Whether values stand on lists, as rules would find them: now, or as of a time of the past. */
export function checkLists(ctx: Context, input: z.output<typeof checkListsInput>): Promise<ListAnswer[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const validAt = input.at ?? ctx.at;
    const { answers, unknownLists } = await lookUp(tx, ctx, input.questions, {
      validAt,
      knownAt: input.knownAt ?? validAt,
    });
    const [unknown] = unknownLists;
    if (unknown !== undefined)
      throw new DomainError("not_found", `There is no list “${unknown}” in this workspace.`);
    return answers;
  });
}
