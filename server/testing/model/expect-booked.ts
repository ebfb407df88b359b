import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { expect } from "vitest";
import { inWorkspace } from "@/db/client";
import { cases, runs } from "@/db/schema";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { canonicalJson } from "@/server/platform/canonical";
import { expectSound } from "../sound";
import type { Books, RunBook } from "./books";
import type { World } from "./world";

/** The database says of every run what the books say, and everything about it is sound. */
export async function expectBooked(world: World, books: Books): Promise<void> {
  books.commands++;
  const ctx = world.ctx();
  const known = books.runs.flatMap(({ id, children }) => [id, ...children.map((child) => child.id)]);
  const [counted] = await world.database.owner<{ n: number }[]>`
    select count(*)::int as n from runs where workspace_id = ${ctx.workspaceId}`;
  expect(counted?.n, "runs").toBe(known.length);
  for (const run of books.runs) await expectRun(world, ctx, run);
  expect((await verifyAudit(ctx)).findings).toEqual([]);
}

async function expectRun({ vendor }: World, ctx: Context, book: RunBook): Promise<void> {
  const run = await expectSound(ctx, book.id, { audit: false });
  const open = (rows: readonly { key: string; closedAt: Date | null }[]) =>
    rows.flatMap(({ key, closedAt }) => (closedAt ? [] : [key])).sort();
  const asking = run.effects.filter(({ status }) => /planned|started|awaiting/.test(status));
  expect(
    {
      status: run.row.status,
      seq: run.row.seq,
      waits: open(run.waits),
      timers: open(run.timers),
      performing: asking.map(({ key }) => key),
      decisions: run.decisions.map(({ outcome }) => outcome),
      attempts: run.effects.map(({ key }) => key),
      asks: run.effects.map(({ key }) => vendor.count(key)),
      unknown: run.effects.flatMap(({ status, attempt }) => (status === "unknown" ? [attempt] : [])),
      cases: await openCases(ctx, book.id),
    },
    book.id,
  ).toEqual({
    status: book.status,
    seq: book.heard,
    waits: book.waits.sort(),
    timers: book.timers.sort(),
    performing: book.performing,
    decisions: book.outcome ? [book.outcome] : [],
    attempts: [...book.asks.keys()].map(book.attemptKey).sort(),
    asks: [...book.asks.values()],
    unknown: [...book.unknown],
    cases: book.tail === "review" && !book.isOver ? 1 : 0,
  });
  expect(twice(run.events.flatMap(({ ignored, event }) => (ignored ? [] : heardOf(event))))).toEqual([]);
  expect(vendor.keysOf(book.id).size, "attempts that the vendor saw").toBe(
    [...book.asks.values()].filter((count) => count > 0).length,
  );
  if (book.isOver) {
    const { kept: _, events: __, row, decisions, state } = run;
    // Late answers make the journal longer, and nothing else.
    const end = canonicalJson(
      JSON.parse(JSON.stringify({ decisions, state, status: row.status, finishedAt: row.finishedAt })),
    );
    book.end ??= end;
    expect(end).toBe(book.end);
  }
  await expectChildren(ctx, book);
}

async function openCases(ctx: Context, runId: string): Promise<number> {
  const found = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, runId), isNull(cases.closedAt))),
  );
  return found.length;
}

async function expectChildren(ctx: Context, { id, children }: RunBook): Promise<void> {
  const found = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx
      .select({ id: runs.id, key: runs.parentKey, status: runs.status, heard: runs.seq })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          isNotNull(runs.parentKey),
          inArray(runs.parentRunId, [id]),
        ),
      )
      .orderBy(runs.parentKey),
  );
  expect(found).toEqual([...children].sort((one, other) => (one.key < other.key ? -1 : 1)));
  for (const child of children) await expectSound(ctx, child.id, { audit: false });
}

function heardOf(event: RunEvent): string[] {
  if (event.type === "signal_received") return [event.waitKey];
  return event.type === "effect_succeeded" || event.type === "effect_failed"
    ? [`answer ${event.key}`]
    : event.type === "timer_fired" || event.type === "child_ended"
      ? [`${event.type} ${event.key}`]
      : [];
}

const twice = (keys: readonly string[]): string[] => keys.filter((key, index) => keys.indexOf(key) < index);
