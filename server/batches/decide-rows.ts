import type { Tx } from "@/db/client";
import type { decisionBatchRows } from "@/db/schema";
import type { Context } from "@/server/context";
import { readInput, requestFields } from "@/server/decisions/policy";
import type { JsonObject } from "@/server/engine/state";
import { DomainError, type FieldIssue, isDomainError } from "@/server/errors";
import type { RequestField } from "@/server/nodes/input-fields";
import { resolveParty } from "@/server/parties/resolve";
import { openJson } from "@/server/platform/seal";
import type { StartRun } from "@/server/runs/first-step";
import { planOf } from "@/server/runs/plan-of";
import { startRuns } from "@/server/runs/start";
import { assignVersion } from "@/server/workflows/assign-version";
import { versionsBeside } from "@/server/workflows/beside";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type BatchRecord, rowPlace } from "./find";
import type { HeldRow } from "./schema";

export type Row = typeof decisionBatchRows.$inferSelect;

/** What became of a row. */
export interface Settled {
  row: number;
  state: "decided" | "started" | "failed";
  run: string | null;
  issues: FieldIssue[] | null;
}

/**
 * Begins the runs of these rows, in one go. The version is the one that was live when the file came; its challenger
 * takes its share of the parties and silent versions run beside, as they do for decisions asked one by one.
 */
export async function decideRows(
  tx: Tx,
  ctx: Context & { tx: Tx },
  batch: BatchRecord,
  rows: readonly Row[],
): Promise<Settled[]> {
  const { workflowId, version } = batch;
  const { document } = await planOf(tx, ctx, { workflowId, version });
  const beside = await versionsBeside(ctx, { workflowId, version });
  const live: LiveVersion = { workflowId, version, document, ...beside };
  const fieldsOf = fieldsByVersion();
  const failed: Settled[] = [];
  const begun: { row: number; start: StartRun }[] = [];
  // Sent one behind the other without waiting: each row needs its party, and none another's.
  const read = await Promise.allSettled(
    rows.map(({ row, body }) => {
      if (!body) throw new Error("a row to decide without its request");
      const held = openJson<HeldRow>(ctx.keys.master, rowPlace(ctx, batch.id, row), body);
      return startOf(ctx, live, held, fieldsOf);
    }),
  );
  for (const [at, one] of read.entries()) {
    const row = rows[at]?.row ?? 0;
    if (one.status === "fulfilled") begun.push({ row, start: one.value });
    else if (isDomainError(one.reason))
      failed.push({ row, state: "failed", run: null, issues: issuesOf(one.reason) });
    else throw one.reason;
  }
  const starts = begun.map(({ start }) => start);
  const committed = starts.length > 0 ? await startRuns(ctx, starts) : [];
  return [
    ...failed,
    ...committed.map(
      ({ runId, decision }, at): Settled => ({
        row: begun[at]?.row ?? 0,
        state: decision?.id ? "decided" : "started",
        run: runId,
        issues: null,
      }),
    ),
  ];
}

async function startOf(
  ctx: Context & { tx: Tx },
  live: LiveVersion,
  { request, own = [] }: HeldRow,
  fieldsOf: (version: LiveVersion) => readonly RequestField[],
): Promise<StartRun> {
  const kind = live.document.settings.partyKind;
  const party = await resolveParty(ctx, { kind, party: request.party });
  const workflow = await assignVersion(ctx, live, party.id);
  const fields = fieldsOf(workflow);
  const declared = new Set(fields.map(({ path }) => path));
  const chosen = own.filter(({ path }) => !declared.has(path));
  const read = readInput([...fields, ...chosen], request.input as JsonObject);
  if (read.issues.length > 0)
    throw new DomainError("invalid", "The workflow needs more to decide.", { issues: read.issues });
  return {
    workflow,
    partyId: party.id,
    vault: party.vault,
    party: party.data,
    input: read.input,
    reference: request.reference,
  };
}

/** Reading a version's start costs more than reading a row by it. */
function fieldsByVersion() {
  const known = new Map<number, readonly RequestField[]>();
  return ({ version, document }: LiveVersion): readonly RequestField[] => {
    const fields = known.get(version) ?? requestFields(document) ?? [];
    known.set(version, fields);
    return fields;
  };
}

function issuesOf({ code, message, issues }: DomainError): FieldIssue[] {
  return code === "invalid" && issues.length > 0 ? [...issues] : [{ path: "party", code, message }];
}
