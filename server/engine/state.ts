/** The words between the interpreter and the world: state it keeps, events it hears, commands it wishes for. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** ISO 8601 with Z. Time always comes in with an event; the interpreter never reads a clock. */
export type Instant = string;

/** What rules and nodes can read, by dotted path (`forms.company.legalName`, `nodes.registry.status`). */
export interface RunData {
  input: JsonObject;
  party: JsonObject;
  forms: { [formKey: string]: JsonObject };
  nodes: { [nodeKey: string]: JsonObject };
  values: JsonObject;
  /** Inside a “for each”: the element this body runs for, and its place in the list from 0. */
  item?: Json;
  index?: number;
  /** What named lists answered, while the node that asked them runs; never kept. */
  lists?: readonly ListAnswer[];
}

/** Whether a value stands on a list of the workspace, by the list's key. */
export interface ListQuestion {
  list: string;
  value: string | number;
}

/** `found`: the entry that covers the value; false when none does, null when it is no value of the list's kind. */
export interface ListAnswer extends ListQuestion {
  found: string | false | null;
}

/**
 * An outcome a node wishes for; the most severe of a run wins, `end` makes it the decision. A node's later visit
 * replaces what it wished for before, and a person's verdict replaces everything.
 */
export interface Proposal {
  node: string;
  visit: number;
  outcome: string;
  reasonCodes: string[];
}

export interface DecisionDraft {
  outcome: string;
  reasonCodes: string[];
  outputs: JsonObject;
  /** Points of the rules that fired; null when no rules were asked. */
  score: number | null;
  /** Node that ended the run. */
  node: string;
}

/** One command sent to the edge for a token, e.g. one subject of a check. `scope` names the subject ("" when there is one). */
export interface Pending {
  key: string;
  scope: string;
  attempt: number;
  /** Asked again word for word at the next attempt, whatever the run has learned since. */
  input: JsonObject;
  status: "performing" | "backing_off" | "succeeded" | "failed";
  output?: Json;
  error?: EffectError;
}

export interface Token {
  /** `node:visit:attempt`; inside a branch or an item `node@frame:visit:attempt`. */
  id: string;
  node: string;
  /** The branch or item it belongs to; none on the run's main line. */
  frame?: string;
  visit: number;
  /** From 1; grows when a member retries after an incident. */
  attempt: number;
  /** `items` stands at a “for each” whose bodies are under way, `child` at a run of its own. */
  phase: "effect" | "wait" | "incident" | "items" | "child";
  enteredAt: Instant;
  pending: Pending[];
  /** Key of the deadline timer, when one runs. */
  deadlineKey?: string;
  /** `outlet` is the one it could not leave by. `outlets` are those a member may send it out by. */
  incident?: { reason: string; outlet?: string; outlets: string[] };
  /** At a join: the branches it waited for, in their order. */
  arrived?: string[];
  items?: Items;
}

/** How far a “for each” has come. What has neither begun nor ended is under way in a frame. */
export interface Items {
  total: number;
  /** Places in the list that have not begun, in order. */
  queue: number[];
  /** In order of ending; a retry takes the failed ones out again. */
  done: ItemDone[];
}

export interface ItemDone {
  index: number;
  result: string;
  output: JsonObject;
  failed?: true;
  /** What its “for each” wants to know of it later. */
  kept?: JsonObject;
  proposals?: { outcome: string; reasonCodes: string[] }[];
}

/**
 * A line of the run beside others: one branch of a split, or one element of a “for each”. It sees what the line that
 * opened it had found by then, and what it finds itself; never what a neighbour finds. So the order in which
 * independent answers arrive cannot be seen. The line that opened it stands still until its frames are closed.
 */
export interface Frame {
  kind: "branch" | "item";
  /** The frame of the line that opened it; none: the main line. */
  parent?: string;
  /** The split or “for each” that opened it, and which visit of it. */
  node: string;
  visit: number;
  /** Its place among its neighbours: the order of outlets, the place in the list. */
  index: number;
  /** The outlet a branch began at. */
  branch?: string;
  item?: Json;
  /** The latest time this line heard. */
  now: Instant;
  /** How often each node was entered on this line alone. */
  visits: { [node: string]: number };
  /** What this line wrote. */
  local: Pick<RunData, "forms" | "nodes" | "values">;
  proposals: Proposal[];
  /** A branch that has come to its join. */
  arrived?: true;
}

export type RunStatus = "running" | "waiting" | "attention" | "completed" | "cancelled";

export interface RunState {
  status: RunStatus;
  runId: string;
  /** The latest time heard; never runs backwards, so that answers may arrive in any order. */
  now: Instant;
  tokens: Token[];
  /** How often each node was entered. */
  visits: { [node: string]: number };
  data: RunData;
  proposals: Proposal[];
  decision?: DecisionDraft;
  /** The path so far, for pictures: node entered, outlet left by, when. */
  path: {
    node: string;
    visit: number;
    frame?: string;
    outlet?: string;
    enteredAt: Instant;
    leftAt?: Instant;
  }[];
  /** Branches and items under way, by `frame/node.visit.attempt.branch`; absent when there are none. */
  frames?: { [id: string]: Frame };
  /** Keys of what was answered, fired and received: a second delivery is recognised and changes nothing. */
  heard: { [key: string]: true };
}

export interface EffectError {
  /** `unavailable` and `timeout` are retried, the others not. `unknown` = sent, answer lost: never silently repeated. */
  kind: "unavailable" | "timeout" | "refused" | "garbage" | "input_missing" | "unknown";
  message: string;
}

export interface By {
  kind: "member" | "api_key" | "applicant" | "system";
  id: string;
}

/** Facts from outside. `at` is when the fact happened. */
export type RunEvent =
  | { type: "started"; at: Instant; runId: string; input: JsonObject; party: JsonObject }
  | { type: "effect_succeeded"; at: Instant; key: string; output: Json }
  | { type: "effect_failed"; at: Instant; key: string; error: EffectError }
  | { type: "timer_fired"; at: Instant; key: string }
  /** `key` is unique per signal (the submission, the verdict), so a copy is recognised. */
  | { type: "signal_received"; at: Instant; key: string; waitKey: string; payload: JsonObject; by: By }
  | {
      type: "incident_resolved";
      at: Instant;
      key: string;
      tokenId: string;
      how: IncidentAnswer;
      by: By;
      reason: string;
    }
  | ChildEnded
  /** From here on the run follows another version. Everything it has found and has under way stays as it is. */
  | {
      type: "migrated";
      at: Instant;
      key: string;
      fromVersion: number;
      toVersion: number;
      by: By;
      reason: string;
    }
  | { type: "cancel_requested"; at: Instant; by: By; reason: string }
  /** The run may go no further: the edge's limits, in a sentence that people read. */
  | { type: "stopped"; at: Instant; key: string; reason: string };

/**
 * The run of a sub-workflow ended. `refused`: it could not begin or, when it has a `runId`, what it came to could not be
 * heard; `reason` says why and holds nobody's data.
 */
export interface ChildEnded {
  type: "child_ended";
  at: Instant;
  key: string;
  status: "completed" | "cancelled" | "refused";
  runId?: string;
  outcome?: string;
  reasonCodes?: string[];
  outputs?: JsonObject;
  reason?: string;
}

export type IncidentAnswer =
  | { action: "retry" }
  /** Fill in what the node would have answered and leave by `outlet`. */
  | { action: "answer"; outlet: string; output: JsonObject }
  | { action: "skip"; outlet: string };

/**
 * Wishes with derived, stable keys `run:node:scope:visit:attempt`; issuing one twice is impossible. Inside a branch or
 * an item the node is `node@frame`, so that no scope can be mistaken for a frame. Timers and incidents add what they are for (`…:deadline`, `…:retry`, `…:incident`); `finish` is `run:finish`.
 */
export type Command =
  | {
      type: "perform";
      key: string;
      node: string;
      scope: string;
      visit: number;
      attempt: number;
      input: JsonObject;
    }
  | { type: "start_timer"; key: string; fireAt: Instant }
  | { type: "cancel_timer"; key: string }
  /** Opens the wait: a form page, a requirement list, a case. `request` is what the edge needs to know. */
  | { type: "await_signal"; key: string; node: string; visit: number; signal: string; request: JsonObject }
  /** The wait is over without its signal (deadline, cancel, finish). */
  | { type: "close_wait"; key: string; node: string; visit: number; signal: string }
  /** Begins a run of another workflow for the same party; its end comes back as `child_ended` under this key. */
  | {
      type: "start_child";
      key: string;
      node: string;
      visit: number;
      workflow: string;
      version: number | "live";
      input: JsonObject;
    }
  /** Nobody waits for that run any more: it is to be cancelled, unless it has ended. */
  | { type: "cancel_child"; key: string }
  | { type: "raise_incident"; key: string; node: string; visit: number; reason: string }
  | { type: "finish"; key: string; status: "completed" | "cancelled"; decision?: DecisionDraft };

/** What a step did with its event. `ignored` events are journalled as late and change nothing. */
export interface StepResult {
  state: RunState;
  commands: Command[];
  ignored?: "finished" | "late" | "repeated" | "refused";
  /** Why a payload or an answer was refused; its sender may correct it and send it again under the same key. */
  refusal?: string;
}
