import type { Tx } from "@/db/client";
import { reasonsOf } from "@/server/applications/reasons";
import { type Context, inTransaction } from "@/server/context";
import { withDecimals } from "@/server/decisions/policy";
import { openVaults } from "@/server/parties/vault";
import { formatMoney } from "@/server/rules/core/currency";
import { isMoney } from "@/server/rules/core/value";
import { planOf } from "@/server/runs/plan-of";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { csvText } from "./csv/policy";
import { findBatch } from "./find";
import { batchRows, type RowRecord } from "./rows";

/** Rows read at once; each page is a transaction of its own, for a download may take long. */
const PAGE = 500;

interface Result {
  row: RowRecord;
  score: number | null;
  outputs: Record<string, unknown>;
}

/** What came of every row, in the order of the file, as text for a download. */
export async function batchResults(
  ctx: Context,
  input: { batchId: string; format: "csv" | "jsonl" },
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const { batchId, format } = input;
  const document = await inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, version } = await findBatch(tx, ctx, batchId);
    return (await planOf(tx, ctx, { workflowId, version })).document;
  });
  const text = format === "csv" ? asCsv(ctx, batchId, document) : asJsonLines(ctx, batchId, document);
  return { name: `${document.key}-${batchId.slice(-8)}.${format}`, text };
}

async function* asCsv(ctx: Context, batchId: string, document: WorkflowDocument): AsyncGenerator<string> {
  const names = outputNames(document);
  const headings = ["row", "reference", "status", "outcome", "score", "reasons"];
  yield `\uFEFF${csvText([[...headings, ...names.map((name) => `outputs.${name}`), "errors", "run", "decision"]])}`;
  for await (const results of pages(ctx, batchId))
    yield csvText(
      results.map(({ row, score, outputs }) => [
        ...[row.row, row.reference, row.state, row.outcome, score],
        reasonsOf(document, row.decisionRow?.reasonCodes ?? [])
          .map(({ code }) => code)
          .join(" "),
        ...names.map((name) => outputCell(outputs[name])),
        row.errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" "),
        ...[row.run, row.decision],
      ]),
    );
}

async function* asJsonLines(
  ctx: Context,
  batchId: string,
  document: WorkflowDocument,
): AsyncGenerator<string> {
  for await (const results of pages(ctx, batchId))
    yield results
      .map(({ row: { decisionRow, state, ...row }, score, outputs }) => {
        const reasons = reasonsOf(document, decisionRow?.reasonCodes ?? []);
        return `${JSON.stringify({ ...row, status: state, score, reasons, outputs: withDecimals(outputs) })}\n`;
      })
      .join("");
}

async function* pages(ctx: Context, batchId: string): AsyncGenerator<Result[]> {
  for (let after = 0; ; ) {
    const results = await inTransaction(ctx, (tx, ctx) => page(tx, ctx, batchId, after));
    if (results.length > 0) yield results;
    if (results.length < PAGE) return;
    after = results.at(-1)?.row.row ?? after;
  }
}

async function page(tx: Tx, ctx: Context, batchId: string, after: number): Promise<Result[]> {
  const rows = await batchRows(tx, ctx, { batchId, after, limit: PAGE });
  const vaults = await openVaults(
    tx,
    ctx,
    rows.flatMap(({ decisionRow }) => (decisionRow ? [decisionRow.partyId] : [])),
  );
  return rows.map((row) => {
    const { decisionRow } = row;
    const vault = decisionRow && vaults.get(decisionRow.partyId);
    if (!vault || vault.erased) return { row, score: null, outputs: {} };
    return {
      row,
      ...vault.open<{ score: number | null; outputs: Record<string, unknown> }>(
        `decisions.body:${decisionRow.id}`,
        decisionRow.body,
      ),
    };
  });
}

/** Everything that one of the workflow's ends can put out. */
function outputNames({ nodes }: WorkflowDocument): string[] {
  const named = Object.values(nodes).flatMap(({ type, config }) =>
    type === "end" && typeof config["outputs"] === "object" ? Object.keys(config["outputs"] ?? {}) : [],
  );
  return [...new Set(named)].sort();
}

function outputCell(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  return isMoney(value) ? formatMoney(value).replaceAll(",", "") : JSON.stringify(withDecimals(value));
}
