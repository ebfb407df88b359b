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

const stateOf = {
  effect: "performing",
  items: "performing",
  wait: "waiting",
  child: "waiting",
  incident: "incident",
} as const;

/** One visit of a node: on the main line, in a branch or for an item. */
const placeOf = ({ node, visit, frame = "" }: { node: string; visit: number; frame?: string }) =>
  `${node}/${visit}/${frame}`;

/** The path in order; what a node said is shown at its latest visit, for an earlier one said something else. */
export function pathOf(document: WorkflowDocument, state: RunState): RunStep[] {
  const standing = new Map(state.tokens.map((token) => [placeOf(token), token]));
  const latest = new Map(state.path.map((step) => [`${step.node}/${step.frame ?? ""}`, step.visit]));
  return state.path.map((step) => {
    const token = step.outlet === undefined ? standing.get(placeOf(step)) : undefined;
    const isLatest = latest.get(`${step.node}/${step.frame ?? ""}`) === step.visit;
    const found = step.frame === undefined ? state.data.nodes : localOf(state, step.frame);
    return {
      node: step.node,
      visit: step.visit,
      outlet: step.outlet ?? null,
      enteredAt: step.enteredAt,
      leftAt: step.leftAt ?? null,
      state: token ? stateOf[token.phase] : "left",
      sentence: token ? sentenceOf(document, token) : null,
      output: isLatest ? (found[step.node] ?? null) : null,
    };
  });
}

/** What a branch or item has found by itself; a branch that has come back left it on the main line. */
const localOf = (state: RunState, frame: string): RunState["data"]["nodes"] =>
  state.frames?.[frame]?.local.nodes ?? (frame.includes("/") ? {} : state.data.nodes);

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
