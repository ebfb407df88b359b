import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { advanceRun } from "@/server/runs/advance";
import { driveRun } from "@/server/runs/drive";
import { resolveIncident } from "@/server/runs/resolve";
import type { resolveIncidentInput } from "@/server/runs/schema";
import { signalRun } from "@/server/runs/signal";
import type { LiveVersion } from "@/server/workflows/live-version";
import { runFor } from "../runs";
import { readRun } from "../sound";
import type { Dice, World } from "./world";

type ResolveIncident = z.output<typeof resolveIncidentInput>;

/** What the load did, by its own books, which no kill can touch. */
export interface Books {
  /** Runs whose start was answered, or found to have happened after all. */
  accepted: Map<string, { workflow: string; number: string }>;
  /** Starts that PostgreSQL took down with it, begun again under the same reference. */
  startsCutOff: number;
  /** Signals whose sender was told that they were heard, by wait. */
  heard: Map<string, string[]>;
  /** Signals that were sent again, or by two at once. */
  signalCopies: number;
  /** Answers that were delivered again, or after their question was settled. */
  lateAnswers: number;
}

export const openBooks = (): Books => ({
  accepted: new Map(),
  startsCutOff: 0,
  heard: new Map(),
  signalCopies: 0,
  lateAnswers: 0,
});

const now = (ctx: Context): Context => {
  const at = new Date();
  return { ...ctx, at, requestId: newId("request", at) };
};

/** Until the database is back. What a verb refuses is not tried again. */
async function patiently<T>(work: () => Promise<T>, met: () => void = () => {}): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isDomainError(error)) throw error;
      met();
      await pause(100);
    }
  }
}

const owners = [{ name: "ada" }, { name: "grace" }, { name: "joan" }];

/** Starts one run, as a caller does who does not know whether the start that was cut off has happened. */
export async function startOne(
  { ctx, database }: World,
  books: Books,
  { workflow, reference, ...input }: { workflow: LiveVersion; number: string; reference: string },
): Promise<void> {
  const runId = await patiently(
    async () => {
      const [known] = await database.owner<
        { id: string }[]
      >`select id from runs where reference = ${reference}`;
      if (known) return known.id;
      const run = await inTransaction(now(ctx), (_, ctx) =>
        runFor(ctx, workflow, { ...input, reference, owners }, { reference }),
      );
      return run.runId;
    },
    () => books.startsCutOff++,
  );
  books.accepted.set(runId, { workflow: workflow.document.key, number: input.number });
}

/** Answers every open review and callback, each from two senders at once and once more afterwards: one is heard. */
export async function answerWaits(world: World, books: Books): Promise<void> {
  const open = await patiently(
    () => world.database.owner<{ run_id: string; key: string }[]>`
      select run_id, key from waits where closed_at is null and (signal = 'case_decided' or signal like 'signal:%') order by opened_at limit 20`,
  );
  for (const { run_id: runId, key: waitKey } of open) {
    const send = (key: string) =>
      patiently(() =>
        signalRun(now(world.ctx), {
          runId,
          waitKey,
          key,
          payload: { verdict: "approve", reasonCodes: [], by: ["mem_chaos"], items: [] },
        }),
      ).then(
        ({ ignored }) => {
          if (!ignored) books.heard.set(waitKey, [...(books.heard.get(waitKey) ?? []), key]);
        },
        (error: unknown) => {
          if (!isDomainError(error)) throw error;
        },
      );
    books.signalCopies += 3;
    await Promise.all([send("first"), send("first"), send("second")]);
    await send("first");
  }
}

/** Settles what stopped: once more, or with the answer of a person. */
export async function answerIncidents({ ctx, database }: World, dice: Dice): Promise<void> {
  const stopped = await patiently(
    () => database.owner<{ id: string }[]>`select id from runs where status = 'attention' limit 10`,
  );
  for (const { id: runId } of stopped) {
    const { state } = await patiently(() => readRun(ctx, runId));
    const token = state.tokens.find(({ incident }) => incident);
    if (!token) continue;
    const byHand = { action: "answer" as const, output: { status: "clear" } };
    // A charge of which nobody knows whether it was made is settled by hand: a second one would be the member's own.
    const answer: ResolveIncident["answer"] =
      token.node === "charge"
        ? { ...byHand, outlet: "done" }
        : dice.oneOf<ResolveIncident["answer"]>([
            { action: "retry" },
            { ...byHand, outlet: token.node === "registry" ? "answered" : "done" },
          ]);
    await patiently(() =>
      resolveIncident(now(ctx), { runId, tokenId: token.id, answer, reason: "chaos" }),
    ).catch((error: unknown) => {
      if (!isDomainError(error)) throw error;
    });
  }
}

/** Delivers answers again that have been given, and to runs that have ended: as a vendor that calls back twice. */
export async function repeatAnswers({ ctx, database }: World, books: Books): Promise<void> {
  const known = await patiently(
    () => database.owner<{ run_id: string; key: string }[]>`
      select run_id, key from effects where status in ('succeeded', 'failed') order by random() limit 3`,
  );
  for (const { run_id: runId, key } of known) {
    const { status, ignored } = await patiently(() =>
      advanceRun(now(ctx), {
        runId,
        event: { type: "effect_succeeded", at: new Date().toISOString(), key, output: { told: "again" } },
      }),
    );
    books.lateAnswers++;
    if (!ignored) throw new Error(`run ${runId} (${status}) heard an answer twice: ${key}`);
  }
}

/** Drives a run beside the workers, whoever may be at it. */
export async function raceForRun({ ctx, database }: World, dice: Dice): Promise<void> {
  const open = await patiently(
    () => database.owner<{ id: string }[]>`select id from runs where status = 'running' limit 20`,
  );
  if (open.length === 0) return;
  const { id: runId } = dice.oneOf(open);
  await driveRun(ctx, { runId, now: () => new Date() }).catch((error: unknown) => {
    if (isDomainError(error)) throw error;
  });
}

/** The runs that are not over yet. */
export const unfinished = async ({ database }: World, books: Books): Promise<string[]> => {
  const rows = await patiently(
    () =>
      database.owner<{ id: string }[]>`select id from runs where status not in ('completed', 'cancelled')`,
  );
  return rows.map((row) => row.id).filter((id) => books.accepted.has(id));
};
