import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { refuseEmptyTime } from "./add-entry";
import { lockList } from "./find";
import { findKnown } from "./known";
import { entryState } from "./policy";
import type { changeEntryInput, WrittenEntry } from "./schema";
import { writeEntry } from "./write-change";

/** Changes until when an entry counts, its reason or its owner. What was known before stays to be read. */
export function changeEntry(ctx: Context, input: z.output<typeof changeEntryInput>): Promise<WrittenEntry> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const known = await findKnown(tx, ctx, list, input.entryId);
    const state = entryState(known, ctx.at);
    if (state === "withdrawn" || state === "expired")
      throw new DomainError("conflict", "This entry no longer counts. Add the value again.");
    const { reason, owner = known.owner, validTo = known.validTo } = input;
    refuseEmptyTime(known.validFrom, validTo, ctx.at);
    const { entryId, value, sought, validFrom, changeId } = known;
    const written = await writeEntry(tx, ctx, list, "change", {
      ...{ entryId, value, sought, validFrom, validTo, isWithdrawn: false, reason, owner },
      replaces: changeId,
    });
    return { entryId, ...written };
  });
}
