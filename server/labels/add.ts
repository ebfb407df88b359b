import type { z } from "zod";
import type { Tx } from "@/db/client";
import { labels } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { readMoney } from "@/server/decisions/policy";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { type ReadLabel, readLabel, readLabelsCsv } from "./read-csv";
import type { addLabelsInput, importLabelsInput, LabelFault, LabelReport, LabelRow } from "./schema";
import { findTargets, type Target } from "./targets";

const CHUNK = 500;
const MOST_FAULTS = 200;

/** Takes in what turned out about decisions. Each is read by itself; what cannot be kept is named, and the rest is kept. */
export function addLabels(ctx: Context, input: z.output<typeof addLabelsInput>): Promise<LabelReport> {
  return take(
    ctx,
    input.labels.map((label, i) => readLabel(i + 1, label)),
    false,
  );
}

/** The same from a file. A preview says what would happen, and keeps nothing. */
export async function importLabels(
  ctx: Context,
  { text, isPreview }: z.output<typeof importLabelsInput>,
): Promise<LabelReport> {
  return take(ctx, readLabelsCsv(text), isPreview);
}

interface Kept {
  row: number;
  label: LabelRow;
  target: Target;
  amount: number | null;
}

function take(ctx: Context, read: readonly ReadLabel[], isPreview: boolean): Promise<LabelReport> {
  return inTransaction(ctx, async (tx, ctx) => {
    const faults: LabelFault[] = read.flatMap((one) => ("faults" in one ? one.faults.slice(0, 3) : []));
    const good = read.flatMap((one) => ("label" in one ? [one] : []));
    const targetOf = await findTargets(
      tx,
      ctx,
      good.map(({ label }) => label),
    );
    const kept: Kept[] = [];
    for (const { row, label } of good) {
      const found = targetOf(label);
      const amount = amountOf(label);
      if ("message" in found) faults.push({ row, ...found });
      else if (typeof amount === "string") faults.push({ row, column: "amount", message: amount });
      else kept.push({ row, label, target: found.target, amount });
    }
    const added = await insert(tx, ctx, kept, isPreview);
    const refused = read.length - kept.length;
    if (!isPreview && added > 0)
      await recordAudit(tx, ctx, {
        subject: { kind: "labels", id: ctx.workspaceId },
        action: "labels.imported",
        facts: {
          ...{ rows: read.length, added, refused },
          digest: sha256(canonicalJson(kept.map(({ label, target }) => [target, label.label, label.date]))),
        },
      });
    return {
      ...{ rows: read.length, added, known: kept.length - added, refused },
      faults: faults.sort((a, b) => a.row - b.row).slice(0, MOST_FAULTS),
    };
  });
}

/** Minor units, none, or what is wrong. */
function amountOf({ amount, currency }: LabelRow): number | null | string {
  if (amount === undefined || currency === undefined) return null;
  const read = readMoney(amount, currency);
  return "value" in read ? (read.value as { amount: number }).amount : read.message;
}

class Undone extends Error {}

/** How many are new. A preview writes them too, and takes it back: the database itself says what is known. */
async function insert(tx: Tx, ctx: Context, kept: readonly Kept[], isPreview: boolean): Promise<number> {
  let added = 0;
  const write = async (tx: Tx) => {
    for (let from = 0; from < kept.length; from += CHUNK) {
      const made = await tx
        .insert(labels)
        .values(kept.slice(from, from + CHUNK).map((one) => rowOf(ctx, one)))
        .onConflictDoNothing()
        .returning({ id: labels.id });
      added += made.length;
    }
    if (isPreview) throw new Undone();
  };
  if (!isPreview) await write(tx);
  else
    await tx
      .transaction((inner) => write(inner as Tx))
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
  return added;
}

const rowOf = (ctx: Context, { label, target, amount }: Kept): typeof labels.$inferInsert => ({
  workspaceId: ctx.workspaceId,
  id: newId("label", ctx.at),
  kind: label.label,
  ...target,
  knownOn: label.date,
  source: label.source,
  reference: label.sourceReference,
  amount,
  currency: label.currency ?? null,
  createdBy: ctx.actor.id,
  createdAt: ctx.at,
});
