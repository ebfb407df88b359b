import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { checks } from "@/db/schema";
import type { Context } from "@/server/context";
import { byHandKey, type CheckBody } from "@/server/runs/final-checks";
import { places } from "@/server/runs/places";
import { actorNames } from "@/server/workspaces/actor-names";
import type { CheckView } from "./schema";
import type { CaseSource } from "./source";

const erased: CheckBody = {
  label: "Erased",
  sentence: "What this check said about the party was erased.",
  details: {},
  source: "",
  subjectName: null,
};

/** Every answer a run got, oldest first. An answer of an earlier visit of its node stands as history. */
export async function runChecks(
  tx: Tx,
  ctx: Context,
  runId: string,
  { document, vault }: CaseSource,
): Promise<CheckView[]> {
  const rows = await tx
    .select()
    .from(checks)
    .where(and(eq(checks.workspaceId, ctx.workspaceId), eq(checks.runId, runId)))
    .orderBy(asc(checks.at), asc(checks.id));
  const latest = new Map<string, number>();
  const byHand = new Set(rows.map(({ effectKey }) => effectKey));
  const opened = rows.map((row) => ({
    row,
    body: vault.erased ? erased : vault.open<CheckBody>(places.check(row.id), row.body),
  }));
  const nameOf = await actorNames(
    tx,
    ctx,
    opened.flatMap(({ body }) => body.by ?? []),
  );
  for (const { node, visit } of rows) latest.set(node, Math.max(visit, latest.get(node) ?? 0));
  return opened.map(({ row, body }) => {
    return {
      id: row.id,
      node: row.node,
      title: document.nodes[row.node]?.title ?? row.node,
      capability: row.capability,
      subject: row.subject,
      subjectName: body.subjectName ?? null,
      status: row.status,
      label: body.label,
      sentence: body.sentence,
      source: body.source,
      by: body.by === undefined ? null : nameOf(body.by),
      details: body.details,
      at: row.at.toISOString(),
      current: row.visit === latest.get(row.node) && !byHand.has(byHandKey(row.effectKey)),
    };
  });
}
