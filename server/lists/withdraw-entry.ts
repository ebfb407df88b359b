import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockList } from "./find";
import { findKnown } from "./known";
import { entryState } from "./policy";
import type { WrittenEntry, withdrawEntryInput } from "./schema";
import { writeEntry } from "./write-change";

/** Takes an entry off the list, from now on: decisions of before read it as it was. */
export function withdrawEntry(
  ctx: Context,
  input: z.output<typeof withdrawEntryInput>,
): Promise<WrittenEntry> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const known = await findKnown(tx, ctx, list, input.entryId);
    if (entryState(known, ctx.at) === "withdrawn")
      throw new DomainError("conflict", "This entry was taken off the list already.");
    const { entryId, value, sought, validFrom, owner, changeId } = known;
    const written = await writeEntry(tx, ctx, list, "withdraw", {
      ...{ entryId, value, sought, owner, reason: input.reason, isWithdrawn: true, replaces: changeId },
      // One that was to count later never does.
      ...{ validFrom: validFrom < ctx.at ? validFrom : ctx.at, validTo: ctx.at },
    });
    return { entryId, ...written };
  });
}
