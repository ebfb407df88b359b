import { setTimeout as pause } from "node:timers/promises";
import { and, desc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { inWorkspace } from "@/db/client";
import { cases, runs } from "@/db/schema";
import { answerOnce } from "@/server/api/idempotency";
import { applyVerdict } from "@/server/cases/apply-verdict";
import { decideCase } from "@/server/cases/decide";
import { decideCaseInput } from "@/server/cases/schema";
import { undoVerdict } from "@/server/cases/undo";
import type { Context } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { advanceRun } from "@/server/runs/advance";
import { cancelRun } from "@/server/runs/cancel";
import { claimEffects } from "@/server/runs/claim";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import { resolveIncident } from "@/server/runs/resolve";
import { seeToChild } from "@/server/runs/see-to-child";
import { sendSignal } from "@/server/runs/send-signal";
import { forgetfulDatabase } from "../dying";
import { runFor } from "../runs";
import type { Books, RunBook, Said } from "./books";
import { expectBooked } from "./expect-booked";
import { cut, mortal, type World } from "./world";

export type Command = fc.AsyncCommand<Books, World>;

interface Act {
  says: string;
  /** Which runs it makes sense for; one of them is picked. */
  where?: (run: RunBook) => boolean;
  work: (run: RunBook, world: World, books: Books) => Promise<void>;
}

type OnRun = Command & Pick<Act, "work">;

/** After every command, the whole database is compared with the books. */
const onRun = (pick: number, { says, where = () => true, work }: Act): OnRun => ({
  check: ({ runs }) => runs.some(where),
  async run(books, world) {
    const fit = books.runs.filter(where);
    await soon(says, work(fit[pick % fit.length] as RunBook, world, books));
    await expectBooked(world, books);
  },
  work,
  toString: () => `${says} #${pick}`,
});

const LONGEST_MS = 15_000;

/** What hangs is a finding, and must not keep the others from being found. */
async function soon(says: string, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = pause(LONGEST_MS, undefined, { signal: over.signal }).then(
    () => {
      throw new Error(`“${says}” took longer than ${LONGEST_MS} ms`);
    },
    () => undefined,
  );
  await Promise.race([work, late]).finally(() => over.abort());
}

const survive = (work: Promise<unknown>) => work.catch(() => undefined);
const drive = (ctx: Context, runId: string, signal?: AbortSignal) =>
  driveRun(ctx, { runId, now: () => ctx.at, ...(signal && { signal }) });
const leasesEnd = ({ database }: World, runId: string) => database.owner`
  update effects set lease_until = now() - interval '1 second' where run_id = ${runId} and lease_until is not null`;
const MOST_RUNS = 3;

// --- starting

/** Under an idempotency key, as the API does it. */
async function begin(ctx: Context, { workflow }: World, key: string, reopens?: string): Promise<string> {
  const { body } = await answerOnce(ctx, { key, place: "runs", body: { key } }, async (ctx) => {
    const more = reopens === undefined ? {} : { reopensRunId: reopens };
    const { runId } = await runFor(ctx, workflow, { number: "12345600" }, more);
    return { status: 201, body: { runId } };
  });
  return (body as { runId: string }).runId;
}

type Start = "once" | "two at once" | "answer lost";

const start = (key: string, how: Start): Command => ({
  check: ({ runs, starts }) => starts.has(key) || runs.length < MOST_RUNS,
  async run(books, world) {
    if (how === "two at once")
      await Promise.all([
        survive(begin(world.ctx(), world, key)),
        survive(begin(world.elsewhere(), world, key)),
      ]);
    if (how === "answer lost") {
      const ctx = world.ctx();
      await survive(begin({ ...ctx, db: forgetfulDatabase(ctx.db, 1).db }, world, key));
    }
    const runId = await begin(world.ctx(), world, key);
    const known = books.starts.get(key);
    if (known !== undefined) expect(runId).toBe(known);
    else {
      books.starts.set(key, runId);
      books.open(runId);
    }
    await expectBooked(world, books);
  },
  toString: () => `start ${key}, ${how}`,
});

const reopen = (pick: number) =>
  onRun(pick, {
    says: "re-open",
    where: ({ isOver }) => isOver,
    async work(run, world, books) {
      const key = `reopens-${run.id}`;
      const runId = await begin(world.ctx(), world, key, run.id);
      const known = books.starts.get(key);
      if (known !== undefined) expect(runId).toBe(known);
      else {
        books.starts.set(key, runId);
        books.open(runId);
      }
    },
  });

// --- the vendor

type Drive =
  | "alone"
  | "two at once"
  | "cut meanwhile"
  | "cancelled meanwhile"
  | "dies asking"
  | "commit lost";

const driving = (pick: number, says: Said, how: Drive, isCharging: boolean, lostAt: number) =>
  onRun(pick, {
    says: `drive ${how}, vendor says ${says}${isCharging ? " and charges" : ""}`,
    where: ({ isOver }) => !isOver,
    async work(run, world) {
      const { vendor } = world;
      const { question, isDue } = run;
      const wasLost = question.at === "asking" && question.claim === "lost";
      if (!isDue || (wasLost && isCharging)) {
        // Nothing to ask, or nobody may ask again: that is for a person.
        await vendor.charging(isCharging, () => drive(world.ctx(), run.id));
        if (isDue) run.answer("unknown");
        return;
      }
      const go = (work: () => Promise<unknown>, meanwhile?: () => Promise<void>) =>
        vendor.charging(isCharging, () => vendor.saying(says, work, meanwhile));
      switch (how) {
        case "alone":
          await go(() => drive(world.ctx(), run.id));
          break;
        case "two at once":
          await go(() => Promise.all([drive(world.ctx(), run.id), drive(world.elsewhere(), run.id)]));
          break;
        case "cut meanwhile":
          await go(
            () => drive(world.ctx(), run.id),
            () => cut(world),
          );
          break;
        case "cancelled meanwhile":
          await go(
            () => drive(world.ctx(), run.id),
            async () => {
              await cancelRun(world.elsewhere(), { runId: run.id, reason: "no longer wanted" });
            },
          );
          run.ask();
          run.cancel();
          run.heard++;
          return;
        case "dies asking": {
          const { ctx, signal, die } = mortal(world.ctx());
          await go(
            () => survive(drive(ctx, run.id, signal)),
            async () => die(),
          );
          run.ask();
          if (question.at === "asking") question.claim = "leased";
          return;
        }
        case "commit lost": {
          // Whatever was lost: when its lease is over, somebody goes on. Only the question itself may be asked again.
          const before = vendor.count(run.performing[0] ?? "");
          const ctx = world.ctx();
          await vendor.saying(says, async () => {
            await survive(drive({ ...ctx, db: forgetfulDatabase(ctx.db, lostAt).db }, run.id));
            await leasesEnd(world, run.id);
            await drive(world.ctx(), run.id);
          });
          const asked = vendor.count(run.performing[0] ?? "") - before;
          expect(asked).toBeGreaterThan(0);
          expect(asked).toBeLessThan(3);
          for (let i = 1; i < asked; i++) run.ask();
          run.ask();
          run.answer(says);
          // The answer whose commit was lost is told again, and kept as the copy it is.
          const [copies] = await world.database.owner<{ n: number }[]>`
            select count(*)::int as n from run_events where run_id = ${run.id} and seq > ${run.heard - 1} and ignored = 'repeated'`;
          expect(copies?.n).toBeLessThan(2);
          run.heard += copies?.n ?? 0;
          return;
        }
      }
      run.ask();
      run.answer(says);
    },
  });

const drivingAll = (says: Said): Command => ({
  check: ({ runs }) => runs.filter(({ isDue }) => isDue).length > 1,
  async run(books, world) {
    const due = books.runs.filter(({ isDue }) => isDue);
    await world.vendor.saying(says, () => Promise.all(due.map(({ id }) => drive(world.ctx(), id))));
    for (const run of due) {
      run.ask();
      run.answer(says);
    }
    await expectBooked(world, books);
  },
  toString: () => `drive all, vendor says ${says}`,
});

const claimAndDie = (pick: number) =>
  onRun(pick, {
    says: "claim and die",
    where: ({ isDue }) => isDue,
    async work(run, world) {
      const { claimed } = await claimEffects(world.ctx(), run.id);
      expect(claimed.map(({ request }) => request.key)).toEqual(run.performing);
      if (run.question.at === "asking") run.question.claim = "leased";
    },
  });

const leaseEnds = (pick: number) =>
  onRun(pick, {
    says: "lease ends",
    where: ({ question, isOver }) => !isOver && question.at === "asking" && question.claim === "leased",
    async work(run, world) {
      await leasesEnd(world, run.id);
      if (run.question.at === "asking") run.question.claim = "lost";
    },
  });

const clear = {
  status: "clear",
  label: "Active",
  sentence: "It is active.",
  details: {},
  source: "Registry",
};

function eventOf(key: string, said: Said): RunEvent {
  const at = "2026-11-24T11:00:00.000Z";
  return said === "clear"
    ? { type: "effect_succeeded", at, key, output: clear }
    : { type: "effect_failed", at, key, error: { kind: said, message: `It was ${said}.` } };
}

const calledBack = (pick: number, says: Said) =>
  onRun(pick, {
    says: `vendor calls back with ${says}, twice at once`,
    where: ({ performing }) => performing.length > 0,
    async work(run, world) {
      const event = eventOf(run.performing[0] ?? "", says);
      const told = await Promise.all([
        advanceRun(world.ctx(), { runId: run.id, event }),
        advanceRun(world.elsewhere(), { runId: run.id, event }),
      ]);
      expect(told.filter(({ ignored }) => ignored === undefined)).toHaveLength(1);
      run.answer(says);
      run.heard++;
    },
  });

const answeredLate = (pick: number, attempt: number, says: Said) =>
  onRun(pick, {
    says: `late answer ${says} to attempt ${attempt}`,
    where: (run) => !run.performing.includes(run.attemptKey(attempt)),
    async work(run, world) {
      const event = eventOf(run.attemptKey(attempt), says);
      const { ignored } = await advanceRun(world.ctx(), { runId: run.id, event });
      expect(ignored).toBe(run.isOver ? "finished" : run.answered.has(attempt) ? "repeated" : "late");
      run.heard++;
    },
  });

// --- time

const timers = (run: RunBook): string[] => [
  ...[...run.asks.keys()].map((attempt) => `${run.attemptKey(attempt)}:retry`),
  `${run.id}:hold@ways.1.1.b::1:1:deadline`,
  `${run.id}:pause::1:1:deadline`,
];

const timerDue = (pick: number, which: number, onlyOpen: boolean) =>
  onRun(pick, {
    says: `timer ${which} of ${onlyOpen ? "the open ones" : "all"}, twice at once`,
    where: (run) => !onlyOpen || run.timers.length > 0,
    async work(run, world) {
      const all = onlyOpen ? run.timers : timers(run);
      const key = all[which % all.length] ?? "";
      const isOpen = run.timers.includes(key);
      const [timer] = await world.database.owner<{ fire_at: Date }[]>`
        select fire_at from run_timers where run_id = ${run.id} and key = ${key}`;
      const at = timer?.fire_at ?? new Date("2026-11-30T00:00:00.000Z");
      const fire = (ctx: Context) => fireTimer({ ...ctx, at }, { runId: run.id, key });
      const fired = await Promise.all([fire(world.ctx()), fire(world.elsewhere())]);
      expect(fired.filter((one) => one !== undefined)).toHaveLength(isOpen ? 1 : 0);
      if (isOpen) run.fire(key);
    },
  });

// --- signals

type Send = "once" | "copies at once" | "rivals at once" | "answer lost" | "cut before";

const signal = (pick: number, name: string, key: string, how: Send) =>
  onRun(pick, {
    says: `signal ${name}/${key}, ${how}`,
    async work(run, world) {
      const send = (ctx: Context, by = key) =>
        sendSignal(ctx, { runId: run.id, name, key: by, payload: { by } });
      const isCopy = run.signals.has(`${name}/${key}`);
      if (!isCopy && !run.awaits(name)) {
        await expect(send(world.ctx())).rejects.toMatchObject({ code: "conflict" });
        return;
      }
      if (how === "rivals at once" && !isCopy) {
        const rival = `${key}-rival`;
        const told = await Promise.allSettled([send(world.ctx()), send(world.elsewhere(), rival)]);
        const [heard] = told.flatMap(({ status }, i) => (status === "fulfilled" ? [i] : []));
        expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        run.signal(name, heard === 0 ? key : rival);
      } else {
        if (how === "answer lost") {
          const ctx = world.ctx();
          await survive(send({ ...ctx, db: forgetfulDatabase(ctx.db, 1).db }));
        }
        if (how === "copies at once") {
          const told = await Promise.all([send(world.ctx()), send(world.elsewhere())]);
          expect(told.filter(({ ignored }) => ignored === undefined)).toHaveLength(isCopy ? 0 : 1);
        }
        if (how === "cut before") await cut(world);
        const last = await send(world.elsewhere());
        const wasSent = how === "answer lost" || how === "copies at once";
        expect(last.ignored).toBe(isCopy || wasSent ? "repeated" : undefined);
        if (!isCopy) run.signal(name, key);
      }
      await noteChild(run, world);
    },
  });

/** The child that the run has begun meanwhile, under the key it must have. */
async function noteChild(run: RunBook, world: World): Promise<void> {
  const { branch } = run;
  if (run.isOver || branch.at !== "child" || run.child) return;
  const ctx = world.ctx();
  const key = run.childKey(branch.attempt);
  const [row] = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.parentRunId, run.id), eq(runs.parentKey, key)),
      ),
  );
  run.children.push({ id: row?.id ?? "none", key, status: "waiting", heard: 1 });
}

// --- sub-workflows

const waitsForChild = ({ child }: RunBook) => child?.status === "waiting";

const childGoesOn = (pick: number, how: "signal" | "cancel") =>
  onRun(pick, {
    says: `${how} the sub-workflow`,
    where: waitsForChild,
    async work({ child }, world) {
      if (!child) return;
      if (how === "cancel") await cancelRun(world.ctx(), { runId: child.id, reason: "asked for twice" });
      else await sendSignal(world.ctx(), { runId: child.id, name: "inner", key: "1", payload: {} });
      child.status = how === "cancel" ? "cancelled" : "completed";
      child.heard++;
    },
  });

const childSeenTo = (pick: number, which: number) =>
  onRun(pick, {
    says: `see to sub-workflow ${which}, twice at once`,
    where: ({ children }) => children.length > 0,
    async work(run, world) {
      const { child } = run;
      const seen = run.children.at(which % run.children.length);
      const input = { runId: run.id, key: seen?.key ?? "" };
      await Promise.all([seeToChild(world.ctx(), input), seeToChild(world.elsewhere(), input)]);
      if (child && child === seen && child.status !== "waiting") run.hearChild(child);
    },
  });

// --- people

type How = "retry" | "answer" | "skip";

const resolve = (pick: number, what: "question" | "branch", how: How) =>
  onRun(pick, {
    says: `${how} the ${what}'s incident`,
    where: ({ isOver, question, branch }) =>
      !isOver && (what === "question" ? question : branch).at === "incident",
    async work(run, world) {
      const tokenId = what === "question" ? run.tokenOfQuestion : run.tokenOfBranch;
      const outlet = what === "question" ? "answered" : "completed";
      const answer =
        how === "retry"
          ? { action: how }
          : how === "skip"
            ? { action: how, outlet }
            : { action: how, outlet, output: { status: "clear" } };
      const give = (ctx: Context, answerWith: typeof answer) =>
        resolveIncident(ctx, {
          runId: run.id,
          tokenId,
          answer: answerWith as { action: "retry" },
          reason: "seen",
        });
      await expect(give(world.staffNow(), { action: "skip", outlet: "no_such" })).rejects.toMatchObject({
        code: "invalid",
      });
      const told = await Promise.allSettled([
        give(world.staffNow(), answer),
        give(world.elsewhere(), answer),
      ]);
      expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      run.resolve(what, how);
      await noteChild(run, world);
    },
  });

const cancel = (pick: number) =>
  onRun(pick, {
    says: "cancel",
    async work(run, world) {
      const asked = cancelRun(world.staffNow(), { runId: run.id, reason: "no longer wanted" });
      if (run.isOver) await expect(asked).rejects.toMatchObject({ code: "conflict" });
      else {
        expect((await asked).status).toBe("cancelled");
        run.cancel();
      }
    },
  });

const isInReview = (run: RunBook) => run.tail === "review" && !run.isOver;

async function caseOf(world: World, runId: string): Promise<{ id: string; revision: number }> {
  const ctx = world.ctx();
  const [found] = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx
      .select({ id: cases.id, revision: cases.revision })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, runId)))
      .orderBy(desc(cases.number)),
  );
  if (!found) throw new Error("the run in review has no case");
  return found;
}

const verdict = (pick: number, outcome: "approve" | "decline") =>
  onRun(pick, {
    says: `verdict ${outcome}`,
    where: isInReview,
    async work(run, world) {
      const { id: caseId, revision } = await caseOf(world, run.id);
      const reasonCodes = outcome === "decline" ? ["NO_ANSWER"] : [];
      const input = decideCaseInput.parse({ caseId, revision, verdict: outcome, reasonCodes });
      const given = decideCase(world.staffNow(), input);
      if (run.verdict) {
        await expect(given).rejects.toMatchObject({ code: "conflict" });
        return;
      }
      const { verdictId: id, effectiveAt } = await given;
      run.verdict = { id, outcome, effectiveAt: new Date(effectiveAt) };
      run.verdicts.push(run.verdict);
    },
  });

const undo = (pick: number) =>
  onRun(pick, {
    says: "undo the verdict",
    where: ({ verdicts }) => verdicts.length > 0,
    async work(run, world) {
      const { id: caseId } = await caseOf(world, run.id);
      const asked = undoVerdict(world.staffNow(), { caseId });
      if (!run.verdict) await expect(asked).rejects.toMatchObject({ code: "conflict" });
      else {
        const { id: verdictId, effectiveAt: at } = run.verdict;
        expect((await asked).verdictId).toBe(verdictId);
        run.verdict = undefined;
        // Its job comes all the same.
        expect(await applyVerdict({ ...world.ctx(), at }, { verdictId })).toEqual({ applied: false });
      }
    },
  });

const verdictDue = (pick: number, which: number) =>
  onRun(pick, {
    says: `verdict ${which} is due, twice at once`,
    where: ({ verdicts }) => verdicts.length > 0,
    async work(run, world) {
      const due = run.verdicts.at(which % run.verdicts.length);
      if (!due) return;
      const bring = (ctx: Context) => applyVerdict({ ...ctx, at: due.effectiveAt }, { verdictId: due.id });
      const told = await Promise.all([bring(world.ctx()), bring(world.elsewhere())]);
      const counts = due === run.verdict;
      expect(told.filter(({ applied }) => applied)).toHaveLength(counts ? 1 : 0);
      if (counts) run.decide(due);
    },
  });

/** What brings the run on: without it, few would come to their end. */
function next(run: RunBook, pick: number): OnRun {
  const { question, branch, child, tail, verdict: given } = run;
  if (question.at === "asking")
    return question.claim === "leased" ? leaseEnds(0) : driving(0, "clear", "alone", false, 1);
  if (question.at === "pausing") return timerDue(0, 0, true);
  if (question.at === "incident") return resolve(0, "question", "answer");
  if (branch.at === "hold") return signal(0, "go", "1", "once");
  if (branch.at === "incident") return resolve(0, "branch", "skip");
  if (branch.at === "child")
    return child?.status === "waiting" ? childGoesOn(0, "signal") : childSeenTo(0, -1);
  if (tail === "pause") return timerDue(0, 0, true);
  if (tail === "confirm") return signal(0, "later", "1", "once");
  if (!given) return verdict(0, "approve");
  return pick % 3 === 0 ? undo(0) : verdictDue(0, -1);
}

const goOn = (pick: number) =>
  onRun(pick, {
    says: "go on",
    where: ({ isOver }) => !isOver,
    work: (run, world, books) => next(run, pick).work(run, world, books),
  });

const nat = fc.nat(7);
const said = fc.constantFrom<Said>("clear", "clear", "unavailable", "unavailable", "refused", "garbage");

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const starting = fc
  .tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom<Start>("once", "two at once", "answer lost"))
  .map((given) => start(...given));
const drives = fc
  .tuple(
    nat,
    said,
    fc.constantFrom<Drive>(
      ...times(3, "alone" as const),
      ...times(3, "two at once" as const),
      ...times(2, "dies asking" as const),
      ...times(2, "commit lost" as const),
      "cut meanwhile",
      "cancelled meanwhile",
    ),
    fc.boolean(),
    fc.integer({ min: 1, max: 5 }),
  )
  .map((given) => driving(...given));
const sends = (names: string[], how: Send[]) =>
  fc
    .tuple(nat, fc.constantFrom(...names), fc.constantFrom("1", "2"), fc.constantFrom(...how))
    .map((given) => signal(...given));
const hows: Send[] = ["once", "copies at once", "rivals at once", "answer lost", "cut before"];
const resolves = (what: "question" | "branch") =>
  fc
    .tuple(nat, fc.constantFrom<How>("retry", "answer", "skip"))
    .map(([pick, how]) => resolve(pick, what, how));
const fires = (onlyOpen: boolean) =>
  fc.tuple(nat, nat).map(([pick, which]) => timerDue(pick, which, onlyOpen));
const verdicts = fc.constantFrom("approve" as const, "decline" as const);

/** What may happen, the likely more often, so that runs come to their end and are met everywhere on the way. */
export const commands: fc.Arbitrary<Command>[] = [
  ...times(2, starting),
  ...times(8, nat.map(goOn)),
  ...times(5, drives),
  said.map(drivingAll),
  nat.map(claimAndDie),
  ...times(2, nat.map(leaseEnds)),
  fc.tuple(nat, said).map((given) => calledBack(...given)),
  fc.tuple(nat, fc.integer({ min: 1, max: 4 }), said).map((given) => answeredLate(...given)),
  ...times(4, fires(true)),
  fires(false),
  ...times(3, sends(["go"], hows)),
  ...times(3, sends(["later"], hows)),
  sends(["go", "later", "nothing"], hows),
  ...times(
    2,
    fc
      .tuple(nat, fc.constantFrom("signal" as const, "cancel" as const))
      .map((given) => childGoesOn(...given)),
  ),
  ...times(
    4,
    fc.tuple(nat, nat).map((given) => childSeenTo(...given)),
  ),
  ...times(2, resolves("question")),
  ...times(2, resolves("branch")),
  ...times(
    3,
    fc.tuple(nat, verdicts).map((given) => verdict(...given)),
  ),
  nat.map(undo),
  ...times(
    2,
    fc.tuple(nat, nat).map((given) => verdictDue(...given)),
  ),
  nat.map(cancel),
  nat.map(reopen),
];
