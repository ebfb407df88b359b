import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createBatch } from "@/server/batches/create";
import { getBatch } from "@/server/batches/get";
import { batchResults } from "@/server/batches/results";
import { publishedWorkflow } from "@/server/testing/runs";
import { figure, place } from "./place";
import { begin, endAll } from "./processes";
import { application, tenNodes } from "./ten-nodes";

/**
 * A CSV of 100,000 requests of ten nodes each, a party made for every row: taken in and its results read by this
 * process, as the web server does, and decided by one worker. `BATCH_ROWS` makes it smaller, to see that the memory is not.
 */

const ROWS = Number(process.env["BATCH_ROWS"] ?? 100_000);

const { ctx, database, close } = await place();

/** The most memory a process has had, in MB. */
const peakOf = (pid: number | "self"): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

const first = application(0);
const cells = Object.entries(first).filter(([, value]) => typeof value !== "object");
if (cells.length !== Object.keys(first).length) throw new Error("a table cannot hold this request");

async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`reference,party.name,party.country,${cells.map(([name]) => name).join(",")}\n`);
  for (let i = 0; i < ROWS; i += 500) {
    const rows = Array.from({ length: Math.min(500, ROWS - i) }, (_, j) => {
      const values = Object.values(application(i + j));
      return `row-${i + j},Company ${i + j},DE,${values.join(",")}\n`;
    });
    yield Buffer.from(rows.join(""));
  }
}

async function within<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const from = performance.now();
  return { result: await work(), seconds: (performance.now() - from) / 1000 };
}

try {
  await publishedWorkflow(ctx, tenNodes());
  const upload = { workflow: "ten_nodes", format: "csv" as const, name: "bench.csv", uploadKey: "bench" };
  const columns = [
    { column: "reference", path: "reference", type: "text" as const },
    { column: "party.name", path: "party.name", type: "text" as const },
    { column: "party.country", path: "party.country", type: "text" as const },
    ...cells.map(([name, value]) => ({
      ...{ column: name, path: `input.${name}` },
      type:
        typeof value === "number"
          ? ("number" as const)
          : typeof value === "boolean"
            ? ("boolean" as const)
            : ("text" as const),
    })),
  ];
  const taken = await within(() =>
    createBatch({ ...ctx, at: new Date() }, { ...upload, columns, bytes: file() }),
  );
  const { batchId } = taken.result;
  await database.owner`analyze decision_batch_rows`;

  const worker = begin("../worker/main.ts", { NODE_ENV: "production", LOG_LEVEL: "warn" });
  const left = async () => (await getBatch(ctx, { batchId })).counts.pending;
  while ((await left()) === ROWS) await pause(50);
  const decided = await within(async () => {
    const begun = await left();
    while ((await getBatch(ctx, { batchId })).status !== "completed") await pause(250);
    return begun;
  });
  const workerPeak = peakOf(worker.pid ?? 0);

  let bytes = 0;
  const read = await within(async () => {
    for await (const text of (await batchResults(ctx, { batchId, format: "csv" })).text) bytes += text.length;
  });
  const { counts } = await getBatch(ctx, { batchId });
  const [whole] =
    await database.owner`select count(*)::int as decisions, count(distinct run_id)::int as runs from decisions`;
  if (counts.decided !== ROWS || whole?.["decisions"] !== ROWS || whole["runs"] !== ROWS)
    throw new Error(`not every row was decided once: ${JSON.stringify({ counts, whole })}`);
  figure("batch_upload_s", taken.seconds, "s", 1);
  figure("batch_rows_per_s", decided.result / decided.seconds, "rows/s");
  figure("batch_results_s", read.seconds, "s", 1);
  figure("batch_results_mb", bytes / 1e6, "MB", 1);
  figure("batch_peak_rss_mb", peakOf("self"), "MB");
  figure("batch_worker_peak_rss_mb", workerPeak, "MB");
} finally {
  await endAll();
  await close();
}
