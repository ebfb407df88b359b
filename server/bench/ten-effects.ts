import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/**
 * Ten effects one after the other. The bench's worker performs each in no time, so that only the engine is measured; but
 * for those whose input says `{ pace: "slow" }`.
 */
export function tenEffects(): WorkflowDocumentInput {
  const names = Array.from({ length: 10 }, (_, i) => `effect_${i + 1}`);
  const at = (title: string) => ({ version: 1, title });
  const way = ["start", ...names, "end"];
  return {
    format: "workflow/v1",
    key: "ten_effects",
    title: "Ten effects",
    outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
    nodes: {
      start: { ...at("Start"), type: "decision_start", config: {} },
      ...Object.fromEntries(
        names.map((name) => [
          name,
          { ...at(name), type: "notify", config: { to: "applicant", subject: name, text: "{{input.pace}}" } },
        ]),
      ),
      end: { ...at("End"), type: "end", config: { outcome: "approve" } },
    },
    edges: way.slice(0, -1).flatMap((from, i) => {
      const to = way[i + 1] ?? "end";
      if (from === "start") return [{ from, outlet: "next", to }];
      return [
        { from, outlet: "sent", to },
        { from, outlet: "failed", to: "end" },
      ];
    }),
    settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
  };
}
