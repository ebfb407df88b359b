import { sql } from "drizzle-orm";
import { inWorkspace } from "@/db/client";
import { getBacktest } from "@/server/backtests/get";
import { performBacktest } from "@/server/backtests/perform";
import { comparedOf } from "@/server/backtests/policy";
import { startBacktestInput } from "@/server/backtests/schema";
import { startBacktest } from "@/server/backtests/start";
import type { RunEvent } from "@/server/engine/state";
import { vaultFrom } from "@/server/parties/vault";
import { places } from "@/server/runs/places";
import { amountDocument } from "@/server/testing/amount-rules";
import { publishedWorkflow, runFor } from "@/server/testing/runs";
import { figure, place } from "./place";

/**
 * A version replayed over 100,000 stored decisions by one process, as the worker does it: journals of real runs, sealed
 * under 1,000 parties' own keys, read, opened, folded and replayed; what it found is written. `BACKTEST_ROWS` makes it smaller.
 */

const ROWS = Number(process.env["BACKTEST_ROWS"] ?? 100_000);
const PARTIES = Math.min(1_000, ROWS);

const { ctx, database, close } = await place();

try {
  const live = await publishedWorkflow(ctx, amountDocument(1_000));
  const { workflowId } = live;
  const seeds: string[] = [];
  for (let i = 0; i < PARTIES; i++)
    seeds.push((await runFor(ctx, live, { amount: (i * 37) % 2_000, country: "DE" })).runId);
  // The others are copies of these runs under ids of their own, each journal sealed for its own place.
  const known = await database.owner<
    { id: string; party: string; wrapped: Uint8Array; body: Uint8Array; digest: string }[]
  >`select r.id, r.party_id as party, k.wrapped, e.body, e.digest from runs r
    join party_keys k on k.workspace_id = r.workspace_id and k.party_id = r.party_id
    join run_events e on e.workspace_id = r.workspace_id and e.run_id = r.id
    where r.workspace_id = ${ctx.workspaceId}`;
  const opened = known.map(({ id, party, wrapped, body, digest }) => {
    const vault = vaultFrom(ctx, party, wrapped);
    return { id, digest, vault, event: vault.open<RunEvent>(places.event(id, 1), body) };
  });
  for (let from = PARTIES; from < ROWS; from += 1_000) {
    const copies = Array.from({ length: Math.min(1_000, ROWS - from) }, (_, j) => {
      const of = opened[(from + j) % opened.length];
      if (!of) throw new Error("no run to copy");
      const id = `run_bench${String(from + j).padStart(20, "0")}`;
      const body = of.vault.seal(places.event(id, 1), { ...of.event, runId: id });
      return { of: of.id, id, dec: `dec_bench${id.slice(9)}`, body: Buffer.from(body).toString("hex") };
    });
    const rows = JSON.stringify(copies);
    await inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
      await tx.execute(sql`
        insert into runs select (jsonb_populate_record(r, jsonb_build_object('id', c.id))).*
        from jsonb_to_recordset(${rows}::jsonb) as c("of" text, id text) join runs r on r.id = c."of"`);
      await tx.execute(sql`
        insert into run_events (workspace_id, run_id, seq, type, at, recorded_at, body, digest)
        select e.workspace_id, c.id, e.seq, e.type, e.at, e.recorded_at, decode(c.body, 'hex'), e.digest
        from jsonb_to_recordset(${rows}::jsonb) as c("of" text, id text, body text) join run_events e on e.run_id = c."of"`);
      await tx.execute(sql`
        insert into decisions select (jsonb_populate_record(d, jsonb_build_object('id', c.dec, 'run_id', c.id))).*
        from jsonb_to_recordset(${rows}::jsonb) as c("of" text, id text, dec text) join decisions d on d.run_id = c."of"`);
    });
  }
  await database.owner`analyze runs`;
  await database.owner`analyze decisions`;
  await database.owner`analyze run_events`;
  const next = { ...ctx, at: new Date(ctx.at.getTime() + 60_000) };
  await database.owner`
    insert into workflow_versions (workspace_id, workflow_id, version, document, editor, hash, note, published_by, published_at)
    select workspace_id, workflow_id, 2, replace(document::text, '"value":1000', '"value":500')::json, editor, 'x', note, published_by, published_at
    from workflow_versions where workflow_id = ${workflowId}`;
  const from = performance.now();
  const { id } = await startBacktest(
    next,
    startBacktestInput.parse({ workflowId, of: { kind: "version", version: 2 }, filter: {} }),
  );
  while ((await performBacktest({ ...next, at: new Date() }, { backtestId: id })).isLeft);
  const seconds = (performance.now() - from) / 1000;
  const { tally, done, state } = await getBacktest(next, { backtestId: id });
  const share = tally.flipped / ROWS;
  if (state !== "done" || done !== ROWS || comparedOf(tally) !== ROWS || share < 0.2 || share > 0.3)
    throw new Error(`the backtest is not whole: ${JSON.stringify({ state, done, ...tally })}`);
  figure("backtest_100k_s", (seconds * 100_000) / ROWS, "s", 1);
  figure("backtest_records_per_s", ROWS / seconds, "records/s");
} finally {
  await close();
}
