import type { WorkflowDocumentInput } from "@/server/workflows/schema";

const field = (id: string, op: string, name: string, value: unknown) => ({
  id,
  op,
  left: { field: `input.${name}` },
  right: { value },
});

/** A start, two rule sets of five rules, six branches and an end: ten nodes that ask nobody. */
export function tenNodes(): WorkflowDocumentInput {
  const ruleSet = (title: string, first: number) => ({
    title,
    mode: "all" as const,
    rules: [
      rule("R1", field("a", "≥", "score", 100 + first)),
      rule("R2", field("b", "in", "country", ["IR", "KP", "SY"])),
      rule("R3", field("c", ">", "turnover", 5_000_000 + first)),
      rule("R4", field("d", "=", "sector", "gambling")),
      rule("R5", { id: "e", op: "is_missing", left: { field: "input.name" } }),
    ],
  });
  const names = ["start", "policy", "b1", "b2", "b3", "pricing", "b4", "b5", "b6", "end"];
  const node = (name: string) => {
    const at = { version: 1, title: name };
    if (name === "start") return { ...at, type: "decision_start", config: {} };
    if (name === "end") return { ...at, type: "end", config: { outcome: "approve" } };
    if (!name.startsWith("b")) return { ...at, type: "rules", config: { ruleSet: name } };
    const branches = [{ key: "large", title: "Large", when: field("l", ">", "turnover", 9_000_000) }];
    return { ...at, type: "branch", config: { by: "conditions", branches } };
  };
  return {
    format: "workflow/v1",
    key: "ten_nodes",
    title: "Ten nodes",
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "decline", title: "Decline", kind: "negative" },
    ],
    nodes: Object.fromEntries(names.map((name) => [name, node(name)])),
    edges: names.slice(0, -1).flatMap((from, i) => {
      const to = names[i + 1] ?? "end";
      if (!from.startsWith("b")) return [{ from, outlet: "next", to }];
      return [
        { from, outlet: "otherwise", to },
        { from, outlet: "large", to },
      ];
    }),
    rules: { policy: ruleSet("Policy", 0), pricing: ruleSet("Pricing", 50) },
    reasonCodes: {
      POLICY: { applicant: "We cannot go on with this.", staff: "A rule of the policy fired.", priority: 1 },
    },
    settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
  };
}

const rule = (code: string, when: unknown) => ({
  code,
  title: code,
  when,
  outcome: "decline",
  points: 5,
  reasonCode: "POLICY",
});

export const application = (i: number) => ({
  name: `Company ${i}`,
  country: "DE",
  sector: "software",
  score: i % 90,
  turnover: 1_000_000 + i,
});
