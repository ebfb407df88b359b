import type { NodeDefinition } from "@/server/engine/node";
import type { Json, RunState, Token } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { canonicalJson } from "@/server/platform/canonical";
import { masked } from "@/server/plugins/mask";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { itemsOf } from "./lines/policy";
import type { RunIncident, RunStep } from "./schema";

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
    const items = itemsOf(document, state, step);
    return {
      node: step.node,
      visit: step.visit,
      ...(step.frame !== undefined && { frame: step.frame }),
      outlet: step.outlet ?? null,
      enteredAt: step.enteredAt,
      leftAt: step.leftAt ?? null,
      state: token ? stateOf[token.phase] : "left",
      sentence: token ? sentenceOf(document, token) : null,
      output: isLatest ? (found[step.node] ?? null) : null,
      ...(items && { items }),
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

export function incidentsOf(document: WorkflowDocument, state: RunState): RunIncident[] {
  return state.tokens.flatMap(({ id, node, frame, visit, incident, pending }) => {
    if (!incident) return [];
    const known = knownNode(document, node);
    const titles = new Map(
      known?.definition.outlets(known.config, document).map(({ key, title }) => [key, title]),
    );
    const outlets = incident.outlets.map((key) => ({ key, title: titles.get(key) ?? key }));
    const isCheck = document.nodes[node]?.type === "check";
    return [
      {
        tokenId: id,
        node,
        ...(frame !== undefined && { frame }),
        visit,
        reason: incident.reason,
        outlets,
        ...(isCheck && { subjects: pending.map(subjectOf) }),
      },
    ];
  });
}

type Subject = NonNullable<RunIncident["subjects"]>[number];

/** One question of a check: what was answered stays as it is, the rest is for a person to fill in. */
function subjectOf({ scope, input, output, attempt, error }: Token["pending"][number]): Subject {
  const { subjectName, capability, connection } = input;
  const text = (value: Json | undefined) => (typeof value === "string" ? value : null);
  return {
    subject: scope,
    name: text(subjectName),
    capability: text(capability) ?? "",
    connection: text(connection) ?? "",
    attempts: attempt,
    failure: error?.message ?? null,
    answer: typeof output === "object" && output !== null && !Array.isArray(output) ? output : null,
  };
}

/** Whether two states are the same: what a journal leads to, and what is stored. */
export const isSameState = (one: RunState, other: RunState): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** For people to read: without whatever is named like a secret. Credentials are never stored in the first place. */
export const readable = (value: Json): Json => masked(value, []);

/** The one fact of a check's answer that rules ask for most, by capability, and the values it may have. */
export const handFacts = {
  company_lookup: {
    name: "registryStatus",
    title: "In the register",
    values: ["active", "dissolved", "liquidation", "strike_off", "unknown"],
  },
  identity_document: {
    name: "documentStatus",
    title: "The document is",
    values: ["genuine", "forged", "expired", "unreadable", "unknown"],
  },
  bank_account_name: {
    name: "match",
    title: "The name matches",
    values: ["full", "close", "none", "unknown"],
  },
} as const;

export const handStatuses = ["clear", "hit", "not_found", "unknown"] as const;

/** What a person fills in for one subject of a check. */
export interface HandAnswer {
  status: (typeof handStatuses)[number];
  label: string;
  sentence: string;
  /** Value of the capability's fact; empty when it is not known. */
  fact: string;
}

/** From worst to best, as a check itself weighs them. */
const worstFirst = ["hit", "unknown", "not_found", "no_answer", "input_missing", "clear"];

/** A check's output as if the vendor had said so, so that the rules behind it read it like any other. */
export function handOutput(
  subjects: readonly Subject[],
  answers: { readonly [subject: string]: HandAnswer },
): { [key: string]: Json } {
  const results = subjects.map(({ subject, name, capability, answer }): { [key: string]: Json } => {
    const about = { subject, ...(name !== null && { subjectName: name }) };
    if (answer) return { ...about, ...pick(answer) };
    const { status, label, sentence, fact } = answers[subject] ?? unsaid;
    const details = { byHand: true, ...factOf(capability, status, fact, name, sentence) };
    return { ...about, status, label, sentence, details, source: "By hand" };
  });
  const status = worstFirst.find((one) => results.some((result) => result["status"] === one)) ?? "clear";
  return { status, results: results as Json };
}

const unsaid: HandAnswer = { status: "unknown", label: "Unknown", sentence: "Nobody said.", fact: "" };

const pick = ({ status, label, sentence, details, source }: { [key: string]: Json }) =>
  ({ status, label, sentence, details: details ?? {}, source }) as { [key: string]: Json };

function factOf(
  capability: string,
  status: string,
  fact: string,
  name: string | null,
  reason: string,
): { [key: string]: Json } {
  if (capability === "watchlist_screening")
    return status === "clear"
      ? { hits: [] }
      : status === "hit"
        ? { hits: [{ name: name ?? "", list: fact || "unknown", score: 100, confirmed: true, reason }] }
        : {};
  const known = Object.hasOwn(handFacts, capability)
    ? handFacts[capability as keyof typeof handFacts]
    : undefined;
  return known && fact !== "" ? { [known.name]: fact } : {};
}
