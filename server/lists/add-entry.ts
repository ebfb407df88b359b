import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { lockList } from "./find";
import { knownBySought } from "./known";
import { entryState, spellEntry } from "./policy";
import type { addEntryInput, WrittenEntry } from "./schema";
import { writeEntry } from "./write-change";

/** Puts a value on a list. One that was withdrawn or has expired comes back as the entry it was. */
export function addEntry(ctx: Context, input: z.output<typeof addEntryInput>): Promise<WrittenEntry> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const spelled = spellEntry(list, input.value);
    if ("problem" in spelled)
      throw new DomainError("invalid", spelled.problem, {
        issues: [{ path: "value", code: "not_of_the_kind", message: spelled.problem }],
      });
    const { validFrom = ctx.at, validTo, reason } = input;
    refuseEmptyTime(validFrom, validTo, ctx.at);
    const known = (await knownBySought(tx, ctx, list, [spelled.sought])).get(spelled.sought);
    if (known && ["active", "upcoming"].includes(entryState(known, ctx.at))) {
      const message = `It is on “${list.title}” already. Change that entry instead.`;
      throw new DomainError("conflict", message, { issues: [{ path: "value", code: "known", message }] });
    }
    const entryId = known?.entryId ?? newId("listEntry", ctx.at);
    const written = await writeEntry(tx, ctx, list, "add", {
      ...{ entryId, value: spelled.value, sought: spelled.sought, validFrom, validTo, isWithdrawn: false },
      ...{ reason, owner: input.owner || ownName(ctx), replaces: known?.changeId ?? null },
    });
    return { entryId, ...written };
  });
}

export const ownName = ({ actor }: Context): string => (actor.kind === "member" ? actor.name : "");

export function refuseEmptyTime(validFrom: Date, validTo: Date | null, now: Date): void {
  if (validTo === null || (validTo > validFrom && validTo > now)) return;
  const message = "It would expire before it begins to count. Choose a later time.";
  throw new DomainError("invalid", message, { issues: [{ path: "validTo", code: "past", message }] });
}
