import type { CheckedNode, Problem } from "./lint";
import type { Reference } from "./node";
import type { WorkflowGraph } from "./plan";

const places: { [kind in Reference["kind"]]: { what: string; fix: string } } = {
  form: { what: "form", fix: "Add the form or choose another." },
  ruleSet: { what: "rule set", fix: "Add the rule set or choose another." },
  table: { what: "table", fix: "Add the table or choose another." },
  scorecard: { what: "scorecard", fix: "Add the scorecard or choose another." },
  formula: { what: "formula", fix: "Add the formula or choose another." },
  queue: {
    what: "queue of its own",
    fix: "Declare it in the workflow's settings, unless the workspace has it.",
  },
  reasonCode: { what: "reason code", fix: "Add the reason code in both voices." },
  node: { what: "node", fix: "Choose one of the workflow's nodes." },
  outcome: { what: "outcome", fix: "Declare the outcome or choose another." },
};

export function isKnown(document: WorkflowGraph, { kind, key }: Reference): boolean {
  switch (kind) {
    case "form":
      return Object.hasOwn(document.forms, key);
    case "ruleSet":
      return Object.hasOwn(document.rules, key);
    case "table":
      return Object.hasOwn(document.tables ?? {}, key);
    case "scorecard":
      return Object.hasOwn(document.scorecards ?? {}, key);
    case "formula":
      return Object.hasOwn(document.formulas ?? {}, key);
    case "queue":
      return Object.hasOwn(document.settings.queues, key);
    case "reasonCode":
      return Object.hasOwn(document.reasonCodes, key);
    case "node":
      return Object.hasOwn(document.nodes, key);
    case "outcome":
      return document.outcomes.some((outcome) => outcome.key === key);
  }
}

export function checkReferences(document: WorkflowGraph, node: CheckedNode, problems: Problem[]): void {
  for (const reference of node.definition.references?.(node.config, document) ?? []) {
    if (isKnown(document, reference)) continue;
    const { what, fix } = places[reference.kind];
    problems.push({
      code: "unknown_reference",
      // Queues may also be the workspace's own, which only a publish can see.
      severity: reference.kind === "queue" ? "warning" : "error",
      node: node.key,
      path: `nodes.${node.key}.config.${reference.path}`,
      message: `“${node.title}” names “${reference.key}”, but the workflow has no such ${what}.`,
      fix,
    });
  }
}
