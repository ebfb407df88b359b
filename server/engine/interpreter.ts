import { giveUpChild, hearChild } from "./children";
import { type Draft, type Exit, hasHeard, hear, nodeOf, openDraft } from "./draft";
import { hearEffect, hearRetryTimer, passDeadline } from "./effects";
import { dataOf } from "./frames";
import { stopAll, waysOut } from "./incidents";
import { instant, laterOf } from "./instant";
import { answerKey } from "./keys";
import { hearMigrated } from "./migrate";
import type { Plan } from "./plan";
import type { Instant, JsonObject, RunEvent, RunState, RunStatus, StepResult, Token } from "./state";
import { cancel, enter, retry, travel } from "./travel";
import { expire, hearSignal } from "./waits";

type Ignored = Required<Pick<StepResult, "ignored">> & Pick<StepResult, "refusal">;
type Heard = Ignored | { exit: Exit | undefined };

/** The first step of a run. Its journal begins with the `started` event of the same content. */
export function start(
  plan: Plan,
  { runId, input, party }: { runId: string; input: JsonObject; party: JsonObject },
  at: string,
): StepResult {
  const draft = startDraft(plan, { type: "started", at, runId, input, party });
  return { state: draft.state, commands: draft.commands };
}

/**
 * One fact from outside. Late, repeated and refused facts give back the very same state and no command. `migrated` is
 * heard with the plan of the version it leads to.
 */
export function step(plan: Plan, state: RunState, event: RunEvent): StepResult {
  const draft = openDraft(plan, state);
  const ignored = advance(draft, event);
  return ignored ? { state, commands: [], ...ignored } : { state: draft.state, commands: draft.commands };
}

/**
 * The state a journal leads to. Costs what its events cost: nothing is copied twice. A run that was migrated began with
 * `plan` and went on with those that `planOf` gives for its later versions.
 */
export function fold(
  plan: Plan,
  events: Iterable<RunEvent>,
  planOf: (version: number) => Plan = unknownVersion,
): RunState {
  let draft: Draft | undefined;
  for (const event of events) {
    if (draft) {
      draft.commands = [];
      const before = draft.plan;
      if (event.type === "migrated") draft.plan = planOf(event.toVersion);
      if (advance(draft, event)) draft.plan = before;
    } else {
      if (event.type !== "started") throw new Error("a journal begins with its start");
      draft = startDraft(plan, event);
    }
  }
  if (!draft) throw new Error("an empty journal is no run");
  return draft.state;
}

function unknownVersion(version: number): never {
  throw new Error(`the journal goes on with version ${version}, whose plan was not given`);
}

function startDraft(plan: Plan, event: Extract<RunEvent, { type: "started" }>): Draft {
  const draft: Draft = {
    plan,
    state: {
      status: "running",
      runId: event.runId,
      now: instant(event.at),
      tokens: [],
      visits: {},
      data: { input: event.input, party: event.party, forms: {}, nodes: {}, values: {} },
      proposals: [],
      path: [],
      heard: {},
    },
    commands: [],
    owned: new Set(["visits", "heard", "path", "frames"]),
    moves: [],
  };
  travel(draft, enter(draft, plan.start, undefined));
  draft.state.status = statusOf(draft.state);
  return draft;
}

/** Changes the draft, or leaves it exactly as it was and says why. */
function advance(draft: Draft, event: RunEvent): Ignored | undefined {
  const { state } = draft;
  if (state.status === "completed" || state.status === "cancelled") return { ignored: "finished" };
  const heard = hearEvent(draft, event, instant(event.at));
  if ("ignored" in heard) return heard;
  travel(draft, heard.exit);
  state.status = statusOf(state);
  return undefined;
}

function statusOf({ status, tokens }: RunState): RunStatus {
  if (status === "completed" || status === "cancelled") return status;
  if (tokens.some(({ phase }) => phase === "incident")) return "attention";
  return tokens.some(({ phase }) => phase === "effect") ? "running" : "waiting";
}

function hearEvent(draft: Draft, event: RunEvent, at: Instant): Heard {
  switch (event.type) {
    case "started":
      return { ignored: "repeated" };
    case "effect_succeeded":
    case "effect_failed":
      return hearEffect(draft, event);
    case "timer_fired":
      return hearTimer(draft, event.key, at);
    case "signal_received":
      return hearSignal(draft, event);
    case "incident_resolved":
      return hearAnswer(draft, event, at);
    case "child_ended":
      return hearChild(draft, event);
    case "migrated":
      return hearMigrated(draft, event);
    case "stopped":
      if (hasHeard(draft, event.key)) return { ignored: "repeated" };
      hear(draft, event.key, undefined, at);
      stopAll(draft, event.reason);
      return { exit: undefined };
    case "cancel_requested":
      draft.state.now = laterOf(draft.state.now, at);
      cancel(draft);
      return { exit: undefined };
  }
}

function hearTimer(draft: Draft, key: string, at: Instant): Heard {
  if (hasHeard(draft, key)) return { ignored: "repeated" };
  const token = draft.state.tokens.find(({ deadlineKey }) => deadlineKey === key);
  if (!token) return hearRetryTimer(draft, key, at) ? { exit: undefined } : { ignored: "late" };
  hear(draft, key, token.frame, at);
  const outlet = nodeOf(draft, token.node).outlets.find(({ kind }) => kind === "deadline")?.key ?? "deadline";
  switch (token.phase) {
    case "wait":
      return { exit: expire(draft, token, outlet) };
    case "child":
      return { exit: giveUpChild(draft, token, outlet) };
    default:
      return { exit: passDeadline(draft, token, outlet) };
  }
}

/** A member's answer to an incident: once more, by hand, or on without. */
function hearAnswer(
  draft: Draft,
  event: Extract<RunEvent, { type: "incident_resolved" }>,
  at: Instant,
): Heard {
  const key = answerKey(event.tokenId, event.key);
  if (hasHeard(draft, key)) return { ignored: "repeated" };
  const token = draft.state.tokens.find(({ id, phase }) => id === event.tokenId && phase === "incident");
  if (!token) return { ignored: "late" };
  const { how } = event;
  if (how.action === "retry") {
    hear(draft, key, token.frame, at);
    return { exit: retry(draft, token) };
  }
  if (!waysOut(draft, token).includes(how.outlet))
    return { ignored: "refused", refusal: `“${how.outlet}” leads nowhere from here.` };
  hear(draft, key, token.frame, at);
  const output = how.action === "answer" ? how.output : foundOut(draft, token);
  return { exit: { token, leave: output ? { outlet: how.outlet, output } : { outlet: how.outlet } } };
}

/** What the node found out before it could not leave; an earlier visit's answer is not this one's. */
function foundOut(draft: Draft, { node, frame, incident }: Token): JsonObject | undefined {
  return incident?.outlet === undefined ? undefined : dataOf(draft.state, frame).nodes[node];
}
