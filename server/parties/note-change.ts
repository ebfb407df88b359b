import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";

/** What a party is found by, and workflows can watch. */
const watched = ["name", "country", "reference"] as const;
type Found = { readonly [K in (typeof watched)[number]]?: string | null | undefined };

/**
 * Lets the workflows that watch parties know, with the change's commit. What becomes known for the first time is no
 * change, and what is left out stays.
 */
export async function noteChange(
  tx: Tx,
  ctx: Context,
  { partyId, before, after }: { partyId: string; before: Found; after: Found },
): Promise<void> {
  const fields = watched.filter(
    (field) => before[field] && after[field] !== undefined && after[field] !== before[field],
  );
  if (fields.length === 0) return;
  const changeId = newId("request", ctx.at);
  await enqueue(tx, "party-changed", {
    ...{ workspaceId: ctx.workspaceId, partyId, changeId },
    fields: fields.join(" "),
  });
}
