import { expect } from "vitest";
import { start, step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { Command, EffectError, Json, RunEvent, RunState, StepResult } from "@/server/engine/state";
import { digest } from "./engine-nodes";

const BASE = Date.parse("2026-01-31T12:00:00Z");
const by = { kind: "member", id: "mem_1" } as const;

export interface WorldSettings {
  plan: Plan;
  /** Decides every answer, by the key of what it answers: the order of delivery cannot change it. */
  seed: number;
  /** Decides what is delivered next; when used up, the first that is due. */
  choices: readonly number[];
  /** Cut a run short, so they are off where orders are compared. */
  cuts: boolean;
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

/** The state without what only tells who came first: independent lines write their paths and items as they come. */
export function inOrder(state: RunState): RunState {
  const by = <T>(list: readonly T[], name: (one: T) => string) =>
    [...list].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return {
    ...state,
    tokens: by(state.tokens, ({ id }) => id).map((token) =>
      token.items
        ? { ...token, items: { ...token.items, done: by(token.items.done, ({ index }) => String(index)) } }
        : token,
    ),
    path: by(state.path, ({ node, visit, frame = "" }) => `${frame} ${node} ${visit}`),
  };
}

/** What a token waits for outside goes by this key. */
const keyOf = ({ node, frame, visit, attempt }: RunState["tokens"][number]) =>
  `run:${node}${frame === undefined ? "" : `@${frame}`}::${visit}:${attempt}`;

/** The outside of a run: performs what is wished for, in an order of its own, and keeps the books. */
export class World {
  readonly journal: RunEvent[] = [];
  readonly commands: Command[] = [];
  readonly effective: RunEvent[] = [];
  /** Answers to questions nobody waits for any more. */
  readonly late: RunEvent[] = [];
  state: RunState;
  private readonly settings: WorldSettings;
  private readonly performs = new Map<string, Extract<Command, { type: "perform" }>>();
  private readonly timers = new Map<string, string>();
  private readonly waits = new Set<string>();
  private readonly children = new Set<string>();
  private turn = 0;

  constructor(settings: WorldSettings) {
    this.settings = settings;
    const { plan } = settings;
    const event: RunEvent = {
      type: "started",
      at: this.timeOf("start"),
      runId: "run",
      input: { seed: settings.seed },
      party: { name: "Acme" },
    };
    this.journal.push(event);
    this.effective.push(event);
    const first = start(plan, event, event.at);
    this.state = freeze(first.state);
    this.book(first.commands);
  }

  /** Delivers until nothing is due. Waits and incidents are answered as long as there are choices. */
  run(): this {
    while (this.turn < 4000) {
      const events = this.due();
      if (events.length === 0) return this;
      const choice = this.settings.choices[this.turn++] ?? 0;
      this.deliver(events[choice % events.length]!);
    }
    throw new Error("the run neither ended nor waited");
  }

  deliver(event: RunEvent): StepResult {
    const before = this.state;
    const result = step(this.settings.plan, before, event);
    this.journal.push(event);
    if (result.ignored) {
      expect(result.state).toBe(before);
      expect(result.commands).toEqual([]);
      return result;
    }
    this.effective.push(event);
    // A step is a function of plain JSON: a state read back from a row must go on in the same way.
    const stored: unknown = JSON.parse(JSON.stringify(before));
    expect(step(this.settings.plan, stored as RunState, event)).toStrictEqual(result);
    this.state = freeze(result.state);
    this.settle(event);
    this.book(result.commands);
    return result;
  }

  /** What the world has under way must be what the state says is under way. */
  checkBooks(): void {
    const { tokens, status } = this.state;
    const isFinal = status === "completed" || status === "cancelled";
    const pending = tokens.filter(({ phase }) => phase === "effect").flatMap((token) => token.pending);
    const performing = pending.filter((each) => each.status === "performing").map(({ key }) => key);
    for (const key of performing) expect(this.performs.has(key), key).toBe(true);
    const backing = pending.filter((each) => each.status === "backing_off").map(({ key }) => `${key}:retry`);
    const deadlines = tokens.flatMap(({ deadlineKey }) => deadlineKey ?? []);
    expect([...this.timers.keys()].sort()).toEqual([...backing, ...deadlines].sort());
    const waiting = tokens.filter(({ phase }) => phase === "wait").map(keyOf);
    expect([...this.waits].sort()).toEqual(waiting.sort());
    const running = tokens.filter(({ phase }) => phase === "child").map(keyOf);
    expect([...this.children].sort()).toEqual(running.sort());
    this.checkFrames();
    expect(tokens.length > 0).toBe(!isFinal);
    expect(this.state.decision !== undefined).toBe(status === "completed");
    const isStuck = tokens.some(({ phase }) => phase === "incident");
    if (!isFinal) expect(status).toBe(isStuck ? "attention" : pending.length > 0 ? "running" : "waiting");
    for (const token of tokens)
      if (token.phase === "effect")
        expect(token.pending.some((each) => /^(performing|backing_off)$/.test(each.status))).toBe(true);
  }

  /** Every line of the run goes on, has come to its join, or stands still while the lines it opened go on. */
  private checkFrames(): void {
    const { tokens, frames = {} } = this.state;
    const lines = [undefined, ...Object.keys(frames)];
    for (const line of tokens.length > 0 ? lines : []) {
      const standing = tokens.filter(({ frame }) => frame === line);
      const opened = Object.values(frames).filter(({ parent }) => parent === line);
      const arrived = line !== undefined && frames[line]?.arrived ? 1 : 0;
      const isOpen =
        standing.some(({ phase }) => phase === "items") || (opened.length > 0 && standing.length === 0);
      expect(standing.length, line ?? "main").toBeLessThanOrEqual(1);
      expect(opened.length > 0, line ?? "main").toBe(isOpen);
      if (!isOpen) expect(standing.length + arrived, line ?? "main").toBe(1);
    }
    if (tokens.length === 0) expect(this.state.frames).toBeUndefined();
    expect(new Set(tokens.map(({ id }) => id)).size).toBe(tokens.length);
  }

  /** Everything that may happen now. */
  private due(): RunEvent[] {
    const events: RunEvent[] = [...this.performs.keys()].map((key) => this.answerTo(key));
    for (const [key, fireAt] of this.timers)
      if (this.settings.cuts || key.endsWith(":retry")) events.push({ type: "timer_fired", at: fireAt, key });
    for (const key of this.children) events.push(this.endOf(key));
    if (this.turn >= this.settings.choices.length) return events;
    for (const waitKey of this.waits) {
      events.push(this.signalTo(waitKey));
      if (this.settings.cuts)
        events.push({ ...this.signalTo(waitKey), key: "nonsense", payload: { way: 7 } } as RunEvent);
    }
    for (const { id, visit, attempt, phase, incident } of this.state.tokens)
      if (phase === "incident" && incident && visit < 5 && attempt < 3)
        events.push(this.resolve(id, incident.outlets));
    if (this.settings.cuts && digest([this.settings.seed, this.turn]) % 40 === 0)
      events.push({ type: "cancel_requested", at: this.timeOf("cancel"), by, reason: "no longer wanted" });
    if (this.settings.cuts && digest([this.settings.seed, this.turn]) % 40 === 1)
      events.push({
        type: "stopped",
        at: this.timeOf("stop"),
        key: `stop_${this.turn}`,
        reason: "it has heard all it may",
      });
    return events;
  }

  private timeOf(key: string): string {
    return new Date(BASE + (digest([this.settings.seed, "at", key]) % 3_600_000)).toISOString();
  }

  private answerTo(key: string): RunEvent {
    const at = this.timeOf(key);
    const roll = digest([this.settings.seed, key]) % 100;
    const fail = (kind: EffectError["kind"]): RunEvent => ({
      type: "effect_failed",
      at,
      key,
      error: { kind, message: `it was ${kind}` },
    });
    if (roll < 18) return fail("unavailable");
    if (roll < 24) return fail("timeout");
    if (roll < 30) return fail("refused");
    if (roll < 33) return fail("unknown");
    return { type: "effect_succeeded", at, key, output: { roll } as Json };
  }

  private signalTo(waitKey: string): Extract<RunEvent, { type: "signal_received" }> {
    const way = `way${digest([this.settings.seed, waitKey]) % 3}`;
    return { type: "signal_received", at: this.timeOf(waitKey), key: "sub_1", waitKey, payload: { way }, by };
  }

  private endOf(key: string): RunEvent {
    const roll = digest([this.settings.seed, key]) % 10;
    const event = { type: "child_ended", at: this.timeOf(key), key } as const;
    if (roll === 0) return { ...event, status: "refused", reason: "it lies too deep." };
    if (roll < 3) return { ...event, status: "cancelled" };
    return { ...event, status: "completed", outcome: `outcome${roll % 2}` };
  }

  private resolve(tokenId: string, outlets: string[]): RunEvent {
    const roll = digest([this.settings.seed, tokenId]);
    const outlet = outlets[roll % Math.max(outlets.length, 1)];
    const how =
      outlet === undefined || roll % 3 === 0
        ? ({ action: "retry" } as const)
        : roll % 3 === 1
          ? ({ action: "skip", outlet } as const)
          : ({ action: "answer", outlet, output: { byHand: true } } as const);
    return {
      type: "incident_resolved",
      at: this.timeOf(tokenId),
      key: "ans_1",
      tokenId,
      how,
      by,
      reason: "seen",
    };
  }

  private settle(event: RunEvent): void {
    if (event.type === "effect_succeeded" || event.type === "effect_failed") this.performs.delete(event.key);
    if (event.type === "timer_fired") this.timers.delete(event.key);
    if (event.type === "signal_received") this.waits.delete(event.waitKey);
    if (event.type === "child_ended") this.children.delete(event.key);
    const awaited = new Set(
      this.state.tokens
        .filter(({ phase }) => phase === "effect")
        .flatMap((token) => token.pending.map(({ key }) => key)),
    );
    for (const key of this.performs.keys())
      if (!awaited.has(key)) {
        this.performs.delete(key);
        this.late.push(this.answerTo(key));
      }
  }

  private book(commands: Command[]): void {
    for (const command of commands) {
      this.commands.push(command);
      if (command.type === "perform") this.performs.set(command.key, command);
      if (command.type === "start_timer") this.timers.set(command.key, command.fireAt);
      if (command.type === "await_signal") this.waits.add(command.key);
      if (command.type === "start_child") this.children.add(command.key);
      if (command.type === "cancel_child") {
        expect(this.children.delete(command.key), command.key).toBe(true);
        this.late.push(this.endOf(command.key));
      }
      if (command.type === "cancel_timer") expect(this.timers.delete(command.key), command.key).toBe(true);
      if (command.type === "close_wait") expect(this.waits.delete(command.key), command.key).toBe(true);
    }
    this.checkBooks();
  }
}
