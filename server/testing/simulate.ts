import { start, step } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import type { Command, Json, JsonObject, RunEvent, RunState, StepResult } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RequirementAsked } from "@/server/nodes/request-information/config";
import type { CheckRequest } from "@/server/nodes/subjects";
import { callPlugin } from "@/server/plugins/call";
import { plugins } from "@/server/plugins/plugins";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { SandboxKey } from "./vendor";

type Wait = Extract<Command, { type: "await_signal" }>;

/** A run of a workflow played in memory: the real interpreter, the real sandbox vendors, nobody's database or clock. */
export interface Simulation {
  readonly state: RunState;
  /** Nodes in the order they were entered. */
  readonly path: string[];
  /** Waits that are open, by node. */
  readonly waits: ReadonlyMap<string, Wait>;
  /** Mails that were sent, by subject. */
  readonly mails: string[];
  /** Questions that vendors heard, by node. */
  readonly asked: { node: string; subject: string }[];
  submit(answers: JsonObject): Promise<void>;
  /** Answers what `request_information` asks: `forms` as they are merged. */
  answer(forms: { [form: string]: JsonObject }): Promise<void>;
  decide(verdict: "approve" | "decline" | "send_back", more?: JsonObject): Promise<void>;
  /** Passes the deadline of the open wait. */
  expire(): Promise<void>;
  /** What the open `request_information` asks for. */
  requirements(): RequirementAsked[];
}

const BEGIN = Date.parse("2026-11-24T10:00:00.000Z");

/** Starts a run and plays it until it waits or ends. Connections are the sandbox's, by key: `registry` → sandbox-registry. */
export async function simulate(
  document: WorkflowDocument,
  {
    input = {},
    party = {},
    answers = {},
  }: {
    input?: JsonObject;
    party?: JsonObject;
    /** What systems other than the sandbox's answer, by node. */
    answers?: { [node: string]: JsonObject };
  } = {},
): Promise<Simulation> {
  const plan = compilePlan(document, nodeCatalogue);
  const waits = new Map<string, Wait>();
  const timers = new Map<string, string>();
  const mails: string[] = [];
  const asked: Simulation["asked"] = [];
  let time = BEGIN;
  let signals = 0;
  const tick = (ms = 1000) => {
    time += ms;
    return new Date(time).toISOString();
  };

  async function perform(command: Extract<Command, { type: "perform" }>): Promise<RunEvent> {
    const { key } = command;
    const { type } = document.nodes[command.node]!;
    const given = answers[command.node];
    if (given !== undefined) return { type: "effect_succeeded", at: tick(), key, output: given };
    if (type === "notify") {
      mails.push(String(command.input["subject"]));
      return { type: "effect_succeeded", at: tick(), key, output: {} };
    }
    const { connection, capability, request, subject } = command.input as unknown as CheckRequest;
    asked.push({ node: command.node, subject });
    const result = await callPlugin({
      plugin: plugins[`sandbox-${connection}` as SandboxKey],
      credentials: {},
      settings: {},
      capability,
      request,
      idempotencyKey: key,
      attempt: command.attempt,
      timeoutMs: 1000,
      at: new Date(time),
    });
    return result.ok
      ? { type: "effect_succeeded", at: tick(), key, output: result.answer as unknown as Json }
      : { type: "effect_failed", at: tick(), key, error: result.error };
  }

  async function play(result: StepResult): Promise<RunState> {
    if (result.ignored) throw new Error(`the run ignored it (${result.ignored}): ${result.refusal ?? ""}`);
    let { state } = result;
    const todo = [...result.commands];
    for (let command = todo.shift(); command; command = todo.shift()) {
      let event: RunEvent | undefined;
      if (command.type === "perform") event = await perform(command);
      else if (command.type === "await_signal") waits.set(command.node, command);
      else if (command.type === "close_wait") waits.delete(command.node);
      else if (command.type === "cancel_timer") timers.delete(command.key);
      else if (command.type === "start_timer") {
        // Only a retry's pause passes by itself; a deadline is for `expire`.
        if (command.key.endsWith(":retry"))
          event = { type: "timer_fired", at: tick(60_000), key: command.key };
        else timers.set(command.key, command.fireAt);
      }
      if (!event) continue;
      const next = step(plan, state, event);
      state = next.state;
      todo.push(...next.commands);
    }
    return state;
  }

  const first = start(plan, { runId: "run_test", input, party }, new Date(BEGIN).toISOString());
  let state = await play(first);

  async function signal(kind: string, payload: JsonObject): Promise<void> {
    const wait = [...waits.values()].find((open) => open.signal === kind);
    if (!wait) throw new Error(`the run does not wait for ${kind}, it is ${state.status}`);
    waits.delete(wait.node);
    const by = { kind: "system", id: "test" } as const;
    const key = `signal:${++signals}`;
    const event = { type: "signal_received", at: tick(), key, waitKey: wait.key, payload, by } as const;
    state = await play(step(plan, state, event));
  }

  const requirements = () => {
    const wait = [...waits.values()].find((open) => open.signal === "requirements_answered");
    return (wait?.request["requirements"] ?? []) as unknown as RequirementAsked[];
  };

  return {
    get state() {
      return state;
    },
    get path() {
      return state.path.map((step) => step.node);
    },
    waits,
    mails,
    asked,
    submit: (answers) => signal("form_submitted", { answers, submissionId: `sub_${signals}` }),
    answer: (forms) =>
      signal("requirements_answered", {
        answers: { forms },
        requirements: requirements().map((one, i) => ({ ...one, id: `req_${i}` })) as unknown as Json,
      }),
    decide: (verdict, more = {}) =>
      signal("case_decided", { verdict, reasonCodes: [], by: ["mem_1", "mem_2"], items: [], ...more }),
    async expire() {
      const [timer] = timers;
      if (!timer) throw new Error("no deadline is running");
      timers.delete(timer[0]);
      time = Math.max(time, Date.parse(timer[1]));
      state = await play(step(plan, state, { type: "timer_fired", at: tick(), key: timer[0] }));
    },
    requirements,
  };
}
