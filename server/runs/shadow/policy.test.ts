import { describe, expect, test } from "vitest";
import { compilePlan } from "@/server/engine/plan";
import type { RunEvent } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { smallDocument } from "@/server/testing/run-documents";
import { workflowDocument } from "@/server/workflows/schema";
import { answersIn } from "./answers";
import { follow } from "./policy";

const at = "2026-11-24T10:00:00.000Z";
const plan = (nodes: Parameters<typeof smallDocument>[1], edges: Record<string, string>) =>
  compilePlan(workflowDocument.parse(smallDocument("p", nodes, edges)), nodeCatalogue);
const begin = (runId: string): RunEvent => ({ type: "started", at, runId, input: {}, party: {} });
const ends = {
  yes: { type: "end", config: { outcome: "approve" } },
  no: { type: "end", config: { outcome: "decline" } },
};
const waiting = (config: Record<string, unknown>, edges: Record<string, string>) =>
  plan(
    { start: { type: "decision_start" }, wait: { type: "wait", config }, ...ends },
    { "start.next": "wait", ...edges },
  );
const signal = { for: "signal", name: "goods_arrived", deadline: { amount: 1, unit: "days" } };
const forSignal = waiting(signal, { "wait.received": "yes", "wait.expired": "no" });
const told = (one: typeof forSignal, journal: RunEvent[], other: typeof forSignal, now: string) =>
  follow(other, [begin("silent")], answersIn(one, journal, () => one).answers, now);

describe("a silent run", () => {
  test("lets time run out where it ran out for the run that decides", () => {
    const expired: RunEvent = {
      type: "timer_fired",
      at: "2026-11-25T10:00:00.000Z",
      key: "live:wait::1:1:deadline",
    };
    const { state } = told(forSignal, [begin("live"), expired], forSignal, "2026-11-26T00:00:00.000Z");
    expect(state).toMatchObject({ status: "completed", decision: { outcome: "decline" } });
  });

  test("does not let time run out by itself where somebody is asked", () => {
    const { state, standstill } = told(forSignal, [begin("live")], forSignal, "9999-12-31T00:00:00.000Z");
    expect(state.status).toBe("waiting");
    expect(standstill).toEqual({ node: "wait", reason: "people_not_asked" });
  });

  test("lets a wait for nothing but time pass when the time has come, and not before", () => {
    const forTime = waiting({ for: "duration", amount: 2, unit: "days" }, { "wait.elapsed": "no" });
    const before = told(forSignal, [begin("live")], forTime, "2026-11-26T09:59:59.000Z");
    expect(before.state.status).toBe("waiting");
    const after = told(forSignal, [begin("live")], forTime, "2026-11-26T10:00:00.000Z");
    expect(after.state.decision?.outcome).toBe("decline");
  });

  test("takes an answer that came under the same question at another time than its own", () => {
    const received: RunEvent = {
      ...{ type: "signal_received", at: "2026-11-24T12:00:00.000Z", key: "s", waitKey: "live:wait::1:1" },
      payload: {},
      by: { kind: "api_key", id: "key_1" },
    };
    const { state, heard } = told(forSignal, [begin("live"), received], forSignal, at);
    expect(state.decision?.outcome).toBe("approve");
    expect(heard[0]?.event).toMatchObject({ waitKey: "silent:wait::1:1" });
  });

  test("takes for an element what was answered for that element, wherever it stands in the list", () => {
    const each = (list: string) =>
      plan(
        {
          start: { type: "decision_start" },
          owners: { type: "for_each", config: { list } },
          wait: { type: "wait", config: signal },
          came: { type: "item_end", config: { result: "came" } },
          late: { type: "item_end", config: { result: "late" } },
          ...ends,
        },
        {
          ...{ "start.next": "owners", "owners.each": "wait", "owners.done": "yes" },
          ...{ "wait.received": "came", "wait.expired": "late" },
        },
      );
    const [jane, karl] = [{ name: "Jane" }, { name: "Karl" }];
    const input = { owners: [jane, karl], others: [karl, jane] };
    const key = (item: number) => `live:wait@owners.1.1.${item}::1:1`;
    const journal: RunEvent[] = [
      { type: "started", at, runId: "live", input, party: {} },
      {
        ...{ type: "signal_received", at: "2026-11-24T12:00:00.000Z", key: "s", waitKey: key(0) },
        payload: {},
        by: { kind: "api_key", id: "key_1" },
      },
      { type: "timer_fired", at: "2026-11-25T10:00:00.000Z", key: `${key(1)}:deadline` },
    ];
    const live = each("input.owners[]");
    const { answers, state } = answersIn(live, journal, () => live);
    const results = (run: typeof state) =>
      (run?.data.nodes["owners"]?.["items"] as { result: string }[] | undefined)?.map(({ result }) => result);
    expect(results(state)).toEqual(["came", "late"]);
    const silent = (list: string) =>
      follow(each(list), [{ ...journal[0], runId: "silent" } as RunEvent], answers, at).state;
    expect(results(silent("input.owners[]"))).toEqual(["came", "late"]);
    expect(results(silent("input.others[]"))).toEqual(["late", "came"]);
  });

  test("says so where it needs a sub-workflow that the run that decides never began", () => {
    const other = plan(
      {
        start: { type: "decision_start" },
        more: { type: "sub_workflow", config: { workflow: "more", version: 1 } },
        ...ends,
      },
      { "start.next": "more", "more.completed": "yes" },
    );
    const { state, standstill } = told(forSignal, [begin("live")], other, "9999-12-31T00:00:00.000Z");
    expect(state.status).toBe("waiting");
    expect(standstill).toEqual({ node: "more", reason: "child_not_begun" });
  });
});
