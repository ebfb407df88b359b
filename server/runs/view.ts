import type { NodeDefinition } from "@/server/engine/node";
import type { RunState, Token } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { RunStep, RunView } from "./schema";

/** A saved node with its type's definition and its settings as that definition reads them. */
function knownNode(document: WorkflowDocument, key: string) {
  const node = document.nodes[key];
  if (!node || !Object.hasOwn(nodeCatalogue, node.type)) return undefined;
  const definition: NodeDefinition = nodeCatalogue[node.type as keyof typeof nodeCatalogue];
  const config = definition.config.safeParse(node.config);
  return config.success ? { definition, config: config.data } : undefined;
}

const stateOf = { effect: "performing", wait: "waiting", incident: "incident" } as const;

/** The path in order; what a node said is shown at its latest visit, for an earlier one said something else. */
export function pathOf(document: WorkflowDocument, state: RunState): RunStep[] {
  const standing = new Map(state.tokens.map((token) => [`${token.node}/${token.visit}`, token]));
  return state.path.map((step) => {
    const token = step.outlet === undefined ? standing.get(`${step.node}/${step.visit}`) : undefined;
    const isLatest = state.visits[step.node] === step.visit;
    return {
      node: step.node,
      visit: step.visit,
      outlet: step.outlet ?? null,
      enteredAt: step.enteredAt,
      leftAt: step.leftAt ?? null,
      state: token ? stateOf[token.phase] : "left",
      sentence: token ? sentenceOf(document, token) : null,
      output: isLatest ? (state.data.nodes[step.node] ?? null) : null,
    };
  });
}

function sentenceOf(document: WorkflowDocument, token: Token): string | null {
  if (token.incident) return token.incident.reason;
  const known = knownNode(document, token.node);
  return known ? known.definition.describe(known.config, document) : null;
}

export function incidentsOf(document: WorkflowDocument, state: RunState): RunView["incidents"] {
  return state.tokens.flatMap(({ id, node, visit, incident }) => {
    if (!incident) return [];
    const known = knownNode(document, node);
    const titles = new Map(
      known?.definition.outlets(known.config, document).map(({ key, title }) => [key, title]),
    );
    const outlets = incident.outlets.map((key) => ({ key, title: titles.get(key) ?? key }));
    return [{ tokenId: id, node, visit, reason: incident.reason, outlets }];
  });
}
