import { describe, expect, it } from "vitest";
import { compileRuleSet } from "@/server/rules/core/compile";
import { listTemplates } from "@/server/workflows/list-templates";
import { runOf, seenAt } from "./records";

const at = "2026-01-31T12:00:00.000Z";
const documents = listTemplates().map(({ document }) => [document.title, document] as const);

describe.each(documents)("%s", (_, document) => {
  it("has a record to look at before anybody saved a test", () => {
    const run = runOf(document, { kind: "sample" }, at);
    expect(run).toBeDefined();
    expect(run?.visits.length).toBeGreaterThan(1);
    for (const [key, { type, config }] of Object.entries(document.nodes)) {
      if (type !== "rules") continue;
      const set = document.rules[String(config["ruleSet"])]!;
      const seen = seenAt(run!, key);
      const settings = { ...document.settings, outcomes: document.outcomes.map((one) => one.key) };
      expect(compileRuleSet(set, settings)(seen.data, seen.at).trace.results).not.toBe("");
    }
  });

  it("that knows at a step what a run knows there, and no more", () => {
    const run = runOf(document, { kind: "sample" }, at)!;
    const [first] = run.visits;
    const seen = seenAt(run, first?.node);
    if (seen.isOnWay) expect(Object.keys(seen.data.nodes)).not.toContain(run.visits.at(-1)?.node);
    expect(seenAt(run, "nobody")).toMatchObject({ isOnWay: false, data: run.state.data });
  });
});

it("of a document that cannot be run there is none", () => {
  const [first] = listTemplates();
  expect(runOf({ ...first!.document, nodes: {} }, { kind: "sample" }, at)).toBeUndefined();
});
