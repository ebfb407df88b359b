import { childNode } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { compileValue } from "@/server/rules/core/compile";
import { DAY_MS } from "../run-facts";
import { subWorkflowConfig } from "./config";
import { subWorkflowExamples } from "./examples";

/** Outcomes may be called like the other ways out. */
const outletOf = (outcome: string) => `outcome_${outcome}`;

export const subWorkflow = childNode({
  type: "sub_workflow",
  version: 1,
  title: "Sub-workflow",
  summary: "Runs another workflow for the same party and goes on with what it decided.",
  group: "Flow",
  icon: "subtask",
  config: subWorkflowConfig,
  outlets: ({ outcomes, deadlineDays }) => [
    ...[...new Set(outcomes)].map((key) => ({
      key: outletOf(key),
      title: `Decided ${key}`,
      kind: "normal" as const,
    })),
    { key: "completed", title: "Completed", kind: "normal" },
    { key: "cancelled", title: "Cancelled", kind: "failure" },
    ...(deadlineDays === undefined ? [] : [{ key: "expired", title: "Expired", kind: "deadline" as const }]),
  ],
  describe({ workflow, version, deadlineDays }) {
    const which =
      version === "live"
        ? "as it is live then"
        : version === "pinned"
          ? "pinned when published"
          : `version ${version}`;
    const within =
      deadlineDays === undefined ? "" : ` for at most ${deadlineDays} ${deadlineDays === 1 ? "day" : "days"}`;
    return `The run waits${within} for a run of “${workflow}”, ${which}.`;
  },
  writes: ({ values }) => Object.keys(values).map((key) => `values.${key}`),
  deadlineMs: ({ deadlineDays }) => (deadlineDays === undefined ? undefined : deadlineDays * DAY_MS),
  request({ workflow, version, input }, { data, at, source }) {
    const given = Object.entries(input).flatMap(([key, operand]): [string, Json][] => {
      const value = compileValue(operand, source.settings)(data, at);
      return value === undefined ? [] : [[key, value]];
    });
    // A draft that was never published has nothing pinned yet.
    return { workflow, version: version === "pinned" ? "live" : version, input: Object.fromEntries(given) };
  },
  settle({ outcomes, values }, _, { status, runId = null, outcome = null, reasonCodes = [], outputs = {} }) {
    const output: JsonObject = { status, run: runId, outcome, reasonCodes, outputs };
    if (status !== "completed" || outcome === null) return { outlet: "cancelled", output };
    const taken = Object.entries(values).flatMap(([key, name]): [string, Json][] =>
      Object.hasOwn(outputs, name) ? [[key, outputs[name] as Json]] : [],
    );
    return {
      outlet: outcomes.includes(outcome) ? outletOf(outcome) : "completed",
      output,
      values: Object.fromEntries(taken),
    };
  },
  said({ status, outcome }, { source }) {
    if (status === "expired") return "It was waited for no longer.";
    if (typeof outcome === "string")
      return `It decided “${source.outcomes.find(({ key }) => key === outcome)?.title ?? outcome}”.`;
    return status === "cancelled" ? "It ended without a decision." : null;
  },
  examples: subWorkflowExamples,
});
