import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import { type Context, inTransaction } from "@/server/context";
import { openWorld, type World } from "@/server/testing/chaos/world";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";

/** A deadline that many runs met at the same instant, as after a weekend's outage. `npm run chaos` does 10,000. */
const TIMERS = Number(process.env["CHAOS_TIMERS"] ?? 400);
const LONGEST_MS = 60_000 + TIMERS * 60;

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 180_000);
afterAll(() => world?.close(), 120_000);

const deadlineDocument = () => ({
  ...smallDocument(
    "deadline",
    {
      start: { type: "application_start" },
      form: { type: "collect", config: { form: "company", deadlineDays: 1 } },
      sent: { type: "end", config: { outcome: "approve" } },
      late: { type: "end", config: { outcome: "decline" } },
    },
    { "start.next": "form", "form.submitted": "sent", "form.expired": "late" },
  ),
  forms: {
    company: {
      key: "company",
      title: "Company",
      pages: [{ key: "name", title: "Name", schema: { type: "object", properties: {} } }],
    },
  },
});

it(
  `${TIMERS} timers that are due at once fire once each, though a worker is killed among them`,
  async () => {
    const { ctx, database } = world;
    const workflow = await publishedWorkflow(ctx, deadlineDocument());
    // All began in the same instant, two days ago.
    const then: Context = { ...ctx, at: new Date(Date.now() - 2 * 24 * 3600_000) };
    const runIds: string[] = [];
    for (let left = TIMERS; left > 0; left -= 100)
      await inTransaction(then, async (_, ctx) => {
        for (let i = 0; i < Math.min(100, left); i++) runIds.push((await runFor(ctx, workflow, {})).runId);
      });
    const startedAt = Date.now();
    const [first] = [await world.startWorker(), await world.startWorker()];
    const over = async () => {
      const [row] = await database.owner<{ n: number }[]>`
        select count(*)::int as n from runs where status = 'completed'`;
      return row?.n ?? 0;
    };
    const until = async (count: number) => {
      for (const end = Date.now() + LONGEST_MS; (await over()) < count; await pause(100))
        if (Date.now() > end) throw new Error(`${await over()} of ${TIMERS} after ${LONGEST_MS} ms`);
    };
    await until(TIMERS / 10);
    await first.kill();
    await until(TIMERS);
    const seconds = (Date.now() - startedAt) / 1000;
    const fired = await database.owner<{ run_id: string; n: number }[]>`
      select run_id, count(*)::int as n from run_events where type = 'timer_fired' group by run_id`;
    expect(fired).toHaveLength(TIMERS);
    expect(fired.filter(({ n }) => n !== 1)).toEqual([]);
    const [decided] = await database.owner<{ n: number }[]>`
      select count(*)::int as n from decisions where outcome = 'decline'`;
    expect(decided?.n).toBe(TIMERS);
    for (const runId of runIds.filter((_, index) => index % 97 === 0))
      await expectSound(ctx, runId, { audit: false });
    expect((await verifyAudit(ctx)).findings).toEqual([]);
    process.stdout.write(`${TIMERS} timers due at once: ${seconds.toFixed(1)} s, doubled = 0, lost = 0\n`);
  },
  LONGEST_MS * 3,
);
