import { and, asc, eq, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { frameOfKey } from "@/server/engine/keys";
import type { RunState } from "@/server/engine/state";
import { planOf } from "./plan-of";
import type { RunChild, RunRelative } from "./schema";

/** The runs above one: those it is a part of, from the outermost to the one that waits for it. */
export async function ancestorsOf(tx: Tx, ctx: Context, parentRunId: string | null): Promise<RunRelative[]> {
  const found: RunRelative[] = [];
  // A run lies at most eight deep, and most lie nowhere.
  for (let id = parentRunId; id !== null; ) {
    const [row] = await relatives(tx, ctx, eq(runs.id, id));
    if (!row) break;
    found.unshift(row.relative);
    id = row.parentRunId;
  }
  return found;
}

/** The runs that a run's sub-workflow steps began, with the step of each. */
export async function childrenOf(
  tx: Tx,
  ctx: Context,
  runId: string,
  path: RunState["path"],
): Promise<RunChild[]> {
  const rows = await relatives(tx, ctx, eq(runs.parentRunId, runId));
  const stepOf = (node: string, visit: number, frame: string | undefined) =>
    `${node}/${visit}/${frame ?? ""}`;
  const places = new Map(path.map(({ node, visit, frame }, place) => [stepOf(node, visit, frame), place]));
  const placeOf = ({ node, visit, frame }: RunChild) =>
    places.get(stepOf(node, visit, frame ?? undefined)) ?? path.length;
  const children = rows.map(({ relative, parentKey }): RunChild => {
    const key = parentKey ?? "";
    const [, place = ""] = key.split(":");
    const [node = ""] = place.split("@");
    return {
      ...relative,
      node,
      // The key ends in the visit and the attempt.
      visit: Number(key.split(":").at(-2)) || 1,
      frame: frameOfKey(key) ?? null,
    };
  });
  // Many begin at one moment; the steps know who came first.
  return children.sort((a, b) => placeOf(a) - placeOf(b));
}

/** Without their states: a list may have begun a thousand. */
async function relatives(tx: Tx, ctx: Context, where: SQL) {
  const rows = await tx
    .select({
      id: runs.id,
      workflowId: runs.workflowId,
      version: runs.version,
      status: runs.status,
      parentRunId: runs.parentRunId,
      parentKey: runs.parentKey,
      outcome: decisions.outcome,
      kind: decisions.outcomeKind,
    })
    .from(runs)
    .leftJoin(decisions, and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.runId, runs.id)))
    .where(and(eq(runs.workspaceId, ctx.workspaceId), where))
    .orderBy(asc(runs.startedAt), asc(runs.id));
  const found: { relative: RunRelative; parentRunId: string | null; parentKey: string | null }[] = [];
  for (const { id, workflowId, version, status, outcome, kind, parentRunId, parentKey } of rows) {
    const { document } = await planOf(tx, ctx, { workflowId, version });
    const known = document.outcomes.find(({ key }) => key === outcome);
    const relative: RunRelative = {
      ...{ id, version, status, title: document.title },
      outcome: outcome && kind ? { key: outcome, kind, title: known?.title ?? outcome } : null,
    };
    found.push({ relative, parentRunId, parentKey });
  }
  return found;
}
