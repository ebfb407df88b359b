import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatchRows, runs } from "@/db/schema";
import { reasonsOf } from "@/server/applications/reasons";
import { type Context, inTransaction } from "@/server/context";
import { withDecimals } from "@/server/decisions/policy";
import { openVaults } from "@/server/parties/vault";
import { formatMoney } from "@/server/rules/core/currency";
import { isMoney } from "@/server/rules/core/value";
import { planOf } from "@/server/runs/plan-of";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { csvText } from "./csv/policy";
import { type BatchRecord, findBatch } from "./find";
import { batchRows, type RowRecord } from "./rows";

/** Rows read at once; each page is a transaction of its own, for a download may take long. */
const PAGE = 500;

interface Result {
  row: RowRecord;
  score: number | null;
  outputs: Record<string, unknown>;
  reasons: ReturnType<typeof reasonsOf>;
}

/** What came of every row, in the order of the file, as text for a download. */
export async function batchResults(
  ctx: Context,
  input: { batchId: string; format: "csv" | "jsonl" },
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const { batchId, format } = input;
  const { key, documents } = await inTransaction(ctx, async (tx, ctx) => {
    const batch = await findBatch(tx, ctx, batchId);
    const documents = await documentsOf(tx, ctx, batch);
    return { key: documents.get(batch.version)?.key ?? "results", documents };
  });
  const text = format === "csv" ? asCsv(ctx, batchId, documents) : asJsonLines(ctx, batchId, documents);
  return { name: `${key}-${batchId.slice(-8)}.${format}`, text };
}

type Documents = ReadonlyMap<number, WorkflowDocument>;

/** Every version that decides rows of it: its own, and those that were its challenger meanwhile. */
async function documentsOf(
  tx: Tx,
  ctx: Context,
  { id, workflowId, version }: BatchRecord,
): Promise<Documents> {
  const others = await tx
    .selectDistinct({ version: runs.version })
    .from(decisionBatchRows)
    .innerJoin(
      runs,
      and(eq(runs.workspaceId, decisionBatchRows.workspaceId), eq(runs.id, decisionBatchRows.runId)),
    )
    .where(and(eq(decisionBatchRows.workspaceId, ctx.workspaceId), eq(decisionBatchRows.batchId, id)));
  const versions = new Set([version, ...others.map((one) => one.version)]);
  const found = new Map<number, WorkflowDocument>();
  for (const version of versions)
    found.set(version, (await planOf(tx, ctx, { workflowId, version })).document);
  return found;
}

async function* asCsv(ctx: Context, batchId: string, documents: Documents): AsyncGenerator<string> {
  const names = outputNames([...documents.values()]);
  const headings = ["row", "reference", "status", "outcome", "score", "reasons"];
  const last = ["errors", "version", "run", "decision"];
  yield `\uFEFF${csvText([[...headings, ...names.map((name) => `outputs.${name}`), ...last]])}`;
  for await (const results of pages(ctx, batchId, documents))
    yield csvText(
      results.map(({ row, score, outputs, reasons }) => [
        ...[row.row, row.reference, row.state, row.outcome, score],
        reasons.map(({ code }) => code).join(" "),
        ...names.map((name) => outputCell(outputs[name])),
        row.errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" "),
        ...[row.version, row.run, row.decision],
      ]),
    );
}

async function* asJsonLines(ctx: Context, batchId: string, documents: Documents): AsyncGenerator<string> {
  for await (const results of pages(ctx, batchId, documents))
    yield results
      .map(({ row: { decisionRow: _, state, ...row }, score, outputs, reasons }) => {
        return `${JSON.stringify({ ...row, status: state, score, reasons, outputs: withDecimals(outputs) })}\n`;
      })
      .join("");
}

async function* pages(ctx: Context, batchId: string, documents: Documents): AsyncGenerator<Result[]> {
  for (let after = 0; ; ) {
    const results = await inTransaction(ctx, (tx, ctx) => page(tx, ctx, { batchId, after, documents }));
    if (results.length > 0) yield results;
    if (results.length < PAGE) return;
    after = results.at(-1)?.row.row ?? after;
  }
}

async function page(
  tx: Tx,
  ctx: Context,
  { batchId, after, documents }: { batchId: string; after: number; documents: Documents },
): Promise<Result[]> {
  const rows = await batchRows(tx, ctx, { batchId, after, limit: PAGE });
  const vaults = await openVaults(
    tx,
    ctx,
    rows.flatMap(({ decisionRow }) => (decisionRow ? [decisionRow.partyId] : [])),
  );
  return rows.map((row) => {
    const { decisionRow } = row;
    const vault = decisionRow && vaults.get(decisionRow.partyId);
    const document = row.version === null ? undefined : documents.get(row.version);
    const reasons = document ? reasonsOf(document, decisionRow?.reasonCodes ?? []) : [];
    if (!vault || vault.erased) return { row, reasons, score: null, outputs: {} };
    return {
      ...{ row, reasons },
      ...vault.open<{ score: number | null; outputs: Record<string, unknown> }>(
        `decisions.body:${decisionRow.id}`,
        decisionRow.body,
      ),
    };
  });
}

/** Everything that one of the versions' ends can put out. */
function outputNames(documents: readonly WorkflowDocument[]): string[] {
  const named = documents
    .flatMap(({ nodes }) => Object.values(nodes))
    .flatMap(({ type, config }) =>
      type === "end" && typeof config["outputs"] === "object" ? Object.keys(config["outputs"] ?? {}) : [],
    );
  return [...new Set(named)].sort();
}

function outputCell(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  return isMoney(value) ? formatMoney(value).replaceAll(",", "") : JSON.stringify(withDecimals(value));
}
