import { type Change, insertRows, updateRows } from "@/db/rows";
import { auditEntries, checks, decisions, runEvents, runs, runTimers, waits } from "@/db/schema";
import { type AuditInput, entriesAfter } from "@/server/audit/record";
import type { RunStatus } from "@/server/engine/state";
import { sha256 } from "@/server/platform/seal";
import { effectChanges } from "./effect-rows";
import { finalChecks } from "./final-checks";
import type { LiveHead } from "./head";
import { mustFit } from "./limits";
import { madeDecision } from "./made-decision";
import { places } from "./places";
import { CHILD, type Step, wishes } from "./step";
import { attentionEntries, stepEntry } from "./step-audit";
import { MOST_BEHIND } from "./stored-state";
import { trailOf } from "./trail/policy";

export interface StepChanges {
  /** The runs themselves come first: nothing is written about one that has moved on meanwhile. */
  changes: Change[];
  /** What each step recorded, in the steps' order. */
  entries: AuditInput[][];
  /** The run as its next step finds it, as long as nobody else moves it. */
  next: LiveHead[];
  /** The decision each step made, if it made one. */
  decisionIds: (string | undefined)[];
}

/** Everything that steps of different runs write, as rows. Nothing is sent yet. */
export function stepChanges(steps: readonly Step[]): StepChanges {
  const written = steps.map(rowsOf);
  const started = steps.flatMap((step, i) => (step.head.state ? [] : startedRow(step, written[i]!.now)));
  const moved = steps.flatMap((step, i) => (step.head.state ? movedRow(step, written[i]!.now) : []));
  return {
    entries: written.map(({ entries }) => entries),
    decisionIds: written.map(({ decided }) => decided?.row.id),
    next: steps.map(({ head, result: { state } }, i) => {
      const { now, audit } = written[i]!;
      const { seq = head.tail.seq, hash = head.tail.hash } = audit.at(-1) ?? {};
      const finishedAt = head.finishedAt ?? now.finishedAt;
      return { ...head, seq: now.seq, behind: now.behind, tail: { seq, hash }, state, finishedAt };
    }),
    changes: [
      ...insertRows(runs, started),
      ...updateRows(runs, ["workspaceId", "id"], moved, {
        where: "t.seq = n.seq - 1",
        keepsNull: ["state", "trail"],
      }),
      ...insertRows(
        runEvents,
        written.map(({ journal }) => journal),
      ),
      ...insertRows(
        auditEntries,
        written.flatMap(({ audit }) => audit),
      ),
      ...insertRows(
        decisions,
        written.flatMap(({ decided }) => (decided ? [decided.row] : [])),
      ),
      ...insertRows(
        checks,
        written.flatMap(({ checked }) => checked.rows),
      ),
      ...effectChanges(steps),
      ...timerChanges(steps),
      ...waitChanges(steps),
    ],
  };
}

function rowsOf(step: Step) {
  const { ctx, head, event, result } = step;
  const seq = head.seq + 1;
  const body = head.vault.seal(places.event(head.id, seq), event);
  mustFit(ctx, head, seq, body);
  const digest = sha256(body);
  // What a silent run was told is somebody else's answer: nobody reads it as a check of its own.
  const isSilent = head.mode === "shadow";
  const checked = isSilent ? { rows: [], entries: [] } : finalChecks(ctx, head, event, result);
  const decided = madeDecision(ctx, head, result);
  const { state } = result;
  const lags = mayLag(step);
  const entries = [
    stepEntry(step, seq, digest),
    ...checked.entries,
    ...attentionEntries(head, result),
    ...(decided ? [decided.entry] : []),
  ];
  return {
    journal: {
      workspaceId: ctx.workspaceId,
      runId: head.id,
      ...{ seq, body, digest, type: event.type },
      ignored: result.ignored ?? null,
      at: new Date(event.at),
      recordedAt: ctx.at,
    },
    now: {
      status: state.status,
      seq,
      behind: lags ? head.behind + 1 : 0,
      attention: isSilent ? null : (state.tokens.find((token) => token.incident)?.incident?.reason ?? null),
      standsAt: [...new Set(state.tokens.map(({ node }) => node))],
      trail: lags ? null : trailOf(state),
      finishedAt: hasEnded(state.status) ? ctx.at : null,
    },
    checked,
    decided,
    entries,
    audit: entriesAfter(ctx, head.tail, entries),
  };
}

/** In the middle of a drive nobody else needs the state; whoever comes after its death replays what it heard. */
const mayLag = ({ head, result, options }: Step): boolean =>
  head.state !== undefined &&
  head.mode !== "shadow" &&
  options.isDriving === true &&
  result.state.status === "running" &&
  head.behind + 1 < MOST_BEHIND &&
  wishes(result, "perform").length > 0;

type Now = ReturnType<typeof rowsOf>["now"];
const hasEnded = (status: RunStatus) => status === "completed" || status === "cancelled";

const sealedState = ({ head, result }: Step) => head.vault.seal(places.state(head.id), result.state);

function startedRow(step: Step, now: Now) {
  const {
    ctx: { workspaceId },
    head,
  } = step;
  const { id, workflowId, version, partyId, mode, shadowOfRunId, reopensRunId, reference, startedAt } = head;
  const { parent, depth } = head;
  const made = { workspaceId, id, workflowId, version, partyId, startedAt };
  const above = { depth, parentRunId: parent?.runId ?? null, parentKey: parent?.key ?? null };
  return [
    { ...made, ...above, mode, shadowOfRunId, reopensRunId, reference, ...now, state: sealedState(step) },
  ];
}

const movedRow = (step: Step, now: Now) => [
  {
    ...{ workspaceId: step.ctx.workspaceId, id: step.head.id },
    ...now,
    state: now.behind === 0 ? sealedState(step) : null,
    finishedAt: step.head.finishedAt ?? now.finishedAt,
  },
];

function timerChanges(steps: readonly Step[]): Change[] {
  const over = steps.flatMap(({ ctx, head, event, result }) =>
    [
      ...new Set([
        ...wishes(result, "cancel_timer").map(({ key }) => key),
        ...(event.type === "timer_fired" ? [event.key] : []),
      ]),
    ].map((key) => ({ workspaceId: ctx.workspaceId, runId: head.id, key, closedAt: ctx.at })),
  );
  const begun = steps.flatMap(({ ctx, head, result }) =>
    wishes(result, "start_timer").map(({ key, fireAt }) => ({
      ...{ workspaceId: ctx.workspaceId, runId: head.id, key },
      fireAt: new Date(fireAt),
    })),
  );
  return [
    ...updateRows(runTimers, ["workspaceId", "runId", "key"], over, { where: "t.closed_at is null" }),
    ...insertRows(runTimers, begun),
  ];
}

function waitChanges(steps: readonly Step[]): Change[] {
  const over = steps.flatMap(({ ctx, head, event, result }) =>
    [
      ...new Set([
        ...wishes(result, "close_wait").map(({ key }) => key),
        ...wishes(result, "cancel_child").map(({ key }) => key),
        ...(event.type === "child_ended" && !result.ignored ? [event.key] : []),
        ...(event.type === "signal_received" && !result.ignored ? [event.waitKey] : []),
      ]),
    ].map((key) => ({ workspaceId: ctx.workspaceId, runId: head.id, key, closedAt: ctx.at })),
  );
  const opened = steps.flatMap(({ ctx, head, result }) =>
    wishes(result, "await_signal").map(({ key, node, visit, signal, request }) => ({
      ...{ workspaceId: ctx.workspaceId, runId: head.id, key, node, visit, signal },
      request: head.vault.seal(places.wait(head.id, key), request),
      openedAt: ctx.at,
    })),
  );
  const children = steps.flatMap(({ ctx, head, result }) =>
    wishes(result, "start_child").map(({ key, node, visit, workflow, version, input }) => ({
      ...{ workspaceId: ctx.workspaceId, runId: head.id, key, node, visit, signal: CHILD },
      request: head.vault.seal(places.wait(head.id, key), { workflow, version, input }),
      openedAt: ctx.at,
    })),
  );
  return [
    ...updateRows(waits, ["workspaceId", "runId", "key"], over, { where: "t.closed_at is null" }),
    ...insertRows(waits, [...opened, ...children]),
  ];
}
