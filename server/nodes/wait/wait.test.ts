import { expect, test } from "vitest";
import { fold, start, step } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { sellerDocument } from "@/server/testing/workflow-document";
import { workflowDocument } from "@/server/workflows/schema";

const AT = "2026-03-28T12:00:00.000Z";

function planOf(config: object, timeZone = "UTC") {
  const seller = sellerDocument();
  const document = workflowDocument.parse({
    ...seller,
    nodes: {
      start: { type: "application_start", version: 1, title: "Start", config: {} },
      hold: { type: "wait", version: 1, title: "Hold", config },
      approved: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
    },
    edges: [
      { from: "start", outlet: "next", to: "hold" },
      ...["elapsed", "received", "expired"].map((outlet) => ({ from: "hold", outlet, to: "approved" })),
    ],
    settings: { ...seller.settings, timeZone },
  });
  return compilePlan(document, nodeCatalogue);
}
const begin = (plan: ReturnType<typeof planOf>, input = {}) =>
  start(plan, { runId: "run", input, party: {} }, AT);

test("a time passes by a timer and leaves by “elapsed”", () => {
  const plan = planOf({ for: "duration", amount: 90, unit: "minutes" });
  const { state, commands } = begin(plan);
  expect(commands).toEqual([
    { type: "await_signal", key: "run:hold::1:1", node: "hold", visit: 1, signal: "time", request: {} },
    { type: "start_timer", key: "run:hold::1:1:deadline", fireAt: "2026-03-28T13:30:00.000Z" },
  ]);
  const pushed = {
    type: "signal_received",
    at: AT,
    key: "1",
    waitKey: "run:hold::1:1",
    payload: {},
  } as const;
  expect(step(plan, state, { ...pushed, by: { kind: "api_key", id: "k" } }).ignored).toBe("refused");
  const over = step(plan, state, {
    type: "timer_fired",
    at: "2026-03-28T13:30:01Z",
    key: "run:hold::1:1:deadline",
  });
  expect(over.state.data.nodes["hold"]).toEqual({ ended: "elapsed", at: "2026-03-28T13:30:01.000Z" });
  expect(over.state.status).toBe("completed");
});

test.each([
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-03-30", "America/New_York", "2026-03-30T04:00:00.000Z"],
  ["2026-03-30T09:00", "Europe/Berlin", "2026-03-30T07:00:00.000Z"],
  ["2026-03-30T09:00:00+05:30", "Europe/Berlin", "2026-03-30T03:30:00.000Z"],
])("waits until %s in %s", (on, zone, fireAt) => {
  const { commands } = begin(planOf({ for: "date", date: "input.on" }, zone), { on });
  expect(commands.at(-1)).toEqual({ type: "start_timer", key: "run:hold::1:1:deadline", fireAt });
});

test("a date that is not there stops at a person, who may retry", () => {
  const plan = planOf({ for: "date", date: "input.on" });
  const { state } = begin(plan, { on: "soon" });
  expect(state.tokens[0]?.incident?.reason).toBe("“Hold” cannot go on: there is no date at input.on.");
});

test("a signal by name ends the wait; without it the deadline does", () => {
  const plan = planOf({ for: "signal", name: "paid", deadline: { amount: 2, unit: "days" } });
  const first = begin(plan);
  expect(first.commands[0]).toMatchObject({
    type: "await_signal",
    signal: "signal:paid",
    request: { name: "paid" },
  });
  const started = { type: "started", at: AT, runId: "run", input: {}, party: {} } as const;
  const received = fold(plan, [
    started,
    {
      type: "signal_received",
      at: AT,
      key: "1",
      waitKey: "run:hold::1:1",
      payload: { amount: 5 },
      by: { kind: "api_key", id: "k" },
    },
  ]);
  expect(received.data.nodes["hold"]).toEqual({ ended: "received", at: AT, payload: { amount: 5 } });
  const expired = fold(plan, [
    started,
    { type: "timer_fired", at: "2026-03-30T12:00:00Z", key: "run:hold::1:1:deadline" },
  ]);
  expect(expired.path.at(-2)).toMatchObject({ node: "hold", outlet: "expired" });
});
