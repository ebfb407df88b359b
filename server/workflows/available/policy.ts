import { placeholdersIn } from "@/server/nodes/template";
import { scopeOf } from "@/server/rules/core/check-document";
import { type FieldCatalogue, type FieldInfo, findField } from "@/server/rules/core/fields";
import { listPath } from "@/server/rules/core/read";
import { absolutePath } from "@/server/rules/core/sentences";
import { slips } from "@/server/rules/core/slips";
import { definitionOf, isStart } from "../edits/policy";
import type { WorkflowDocument } from "../schema";
import { elementPaths } from "../usage/policy";
import { type Facts, factsOf } from "./facts";

/** What can be read at a step: what the steps before it bring, carried along the ways that lead to it. */

export interface AvailableField extends FieldInfo {
  /** Where it comes from: what pickers group by. */
  origin: Origin;
  /** On every way here; else some runs come here without it. */
  isAlways: boolean;
}

export interface Origin {
  kind: "element" | "input" | "form" | "step" | "value" | "party";
  title: string;
  /** The steps that bring it, in the order of the workflow. */
  nodes: readonly string[];
}

export interface Available {
  fields: readonly AvailableField[];
  /** The same by path, as the checker of rules knows fields. */
  catalogue: ReadonlyMap<string, AvailableField>;
  /** Whether any way from the start leads here; before one does, everything of the workflow is offered. */
  isConnected: boolean;
}

interface Known {
  catalogue: FieldCatalogue;
  facts: Facts;
  element: (path: string, step: string) => string;
  order: ReadonlyMap<string, number>;
}

/** By the document, which is replaced with every edit. */
const seen = new WeakMap<WorkflowDocument, Known>();

function knownOf(document: WorkflowDocument): Known {
  const known = seen.get(document) ?? {
    catalogue: scopeOf(document).fields,
    facts: factsOf(document),
    element: elementPaths(document),
    order: new Map(Object.keys(document.nodes).map((key, i) => [key, i])),
  };
  seen.set(document, known);
  return known;
}

/** Types whose own settings read what they bring: a form asks by its own answers, a formula goes on from those above it. */
const READS_OWN: ReadonlySet<string> = new Set(["collect", "compute"]);

export function availableAt(document: WorkflowDocument, node: string): Available {
  const known = knownOf(document);
  const { facts, catalogue } = known;
  const isConnected = facts.isReached(node);
  const readsOwn = READS_OWN.has(document.nodes[node]?.type ?? "");
  const fields: AvailableField[] = elementFields(document, known, node);
  for (const field of catalogue.values()) {
    const [root] = field.path.split(".", 1);
    if (root === "item" || root === "index") continue;
    const fact = facts.of(field.path);
    if (fact === undefined) {
      if (root === "input" || root === "party")
        fields.push({ ...field, origin: outsideOrigin(document, root), isAlways: true });
      continue;
    }
    const bringers = facts.bringers(fact);
    const isOwn = readsOwn && bringers.includes(node) && root !== "nodes";
    if (isConnected && !isOwn && !facts.may(node, fact)) continue;
    const isAlways = isOwn || (isConnected && facts.sure(node, fact));
    fields.push({ ...field, origin: originOf(document, field, bringers), isAlways });
  }
  const last = document.nodes[node] ? (known.order.get(node) ?? 0) : 0;
  const rank = ({ origin: { kind, nodes } }: AvailableField) =>
    ORDER[kind] * 10_000 + Math.abs(last - Math.max(0, ...nodes.map((one) => known.order.get(one) ?? 0)));
  const sorted = fields
    .map((field) => [rank(field), field] as const)
    .sort(([a], [b]) => a - b)
    .map(([, field]) => field);
  return { fields: sorted, catalogue: new Map(sorted.map((field) => [field.path, field])), isConnected };
}

const ORDER: Record<Origin["kind"], number> = { element: 0, step: 1, form: 2, value: 3, input: 4, party: 5 };

/** The field of a path where a step stands; below something of no known type everything is possible. */
export const findAvailable = (
  { catalogue }: Pick<Available, "catalogue">,
  path: string,
): AvailableField | undefined => findField(catalogue, path) as AvailableField | undefined;

function outsideOrigin(document: WorkflowDocument, root: "input" | "party"): Origin {
  if (root === "party") return { kind: "party", title: "Party", nodes: [] };
  const nodes = Object.keys(document.nodes).filter((key) => isStart(document, key));
  return { kind: "input", title: document.nodes[nodes[0] ?? ""]?.title ?? "Input", nodes };
}

function originOf(document: WorkflowDocument, field: FieldInfo, nodes: readonly string[]): Origin {
  const [root, key = ""] = field.path.split(".");
  if (root === "forms") return { kind: "form", title: field.group, nodes };
  if (root === "nodes") return { kind: "step", title: document.nodes[key]?.title ?? key, nodes };
  const titles = new Set(nodes.map((node) => document.nodes[node]?.title));
  return { kind: "value", title: [...titles].filter(Boolean).join(", ") || field.group, nodes };
}

/** What `item` is at a step: an element of its own list, or of the “for each” around it. */
function elementFields(document: WorkflowDocument, known: Known, node: string): AvailableField[] {
  const { subjects } = document.nodes[node]?.config ?? {};
  const own = typeof subjects === "string" && subjects.endsWith("[]") ? subjects : undefined;
  const list = known.element(absolutePath("item", own), node);
  const isInBody = own === undefined && list !== "item";
  if (own === undefined && !isInBody) return [];
  const of = known.catalogue.get(listPath(list));
  const origin: Origin = { kind: "element", title: `Each of ${of?.title.toLowerCase() ?? list}`, nodes: [] };
  const shared = { group: origin.title, origin, isAlways: true };
  const below = [...known.catalogue.values()].flatMap((field): AvailableField[] =>
    field.path.startsWith(`${list}.`)
      ? [{ ...field, ...shared, path: `item.${field.path.slice(list.length + 1)}` }]
      : [],
  );
  const kind = of?.type === "list" && of.of !== undefined ? of.of : "any";
  return [
    { ...shared, path: "item", title: "The element", type: below.length > 0 ? "object" : kind },
    ...below,
    ...(known.element("item", node) === "item"
      ? []
      : [{ ...shared, path: "index", title: "Its position", type: "number" as const }]),
  ];
}

/** What a step brings into the run, for those behind it. */
export function outputsOf(document: WorkflowDocument, node: string): AvailableField[] {
  const { catalogue, facts } = knownOf(document);
  const definition = definitionOf(document.nodes[node]?.type ?? "");
  if (definition?.group === "Start")
    return [...catalogue.values()].flatMap((field) =>
      field.path.startsWith("input.")
        ? [{ ...field, origin: outsideOrigin(document, "input"), isAlways: true }]
        : [],
    );
  return [...catalogue.values()].flatMap((field) => {
    const fact = facts.of(field.path);
    if (fact === undefined || !facts.bringers(fact).includes(node)) return [];
    return [{ ...field, origin: originOf(document, field, [node]), isAlways: true }];
  });
}

export interface PathFault {
  message: string;
  /** What was probably meant. */
  nearest?: string | undefined;
}

/** Why a path reads nothing where a step stands; undefined when it does. */
export function pathFault(
  document: WorkflowDocument,
  node: string,
  path: string,
  available: Available = availableAt(document, node),
): PathFault | undefined {
  if (findAvailable(available, path)) return undefined;
  if (/^(item|index)(\.|\[|$)/.test(path))
    return available.catalogue.has("item")
      ? {
          message: `The element has no field “${path.slice("item.".length)}”.`,
          nearest: nearestPath(path, available.fields),
        }
      : { message: "There is no “for each” around this step, so there is no element to read." };
  const { catalogue, facts } = knownOf(document);
  const fact = facts.of(path);
  if (findField(catalogue, path) && fact !== undefined) {
    const titles = facts.bringers(fact).map((key) => `“${document.nodes[key]?.title ?? key}”`);
    return {
      message: titles.length
        ? `No way leads from ${titles.join(" or ")} to this step, so it reads nothing here.`
        : "No step of this workflow brings this.",
    };
  }
  return {
    message: `Nothing in this workflow fills “${path}”.`,
    nearest: nearestPath(path, available.fields),
  };
}

/** The fields in double braces of a text. */
export const fieldsInText = (text: string): string[] => placeholdersIn(text, "").map(({ path }) => path);

/** The path somebody meant who wrote one that is not there: the one it takes fewest changes to. */
export function nearestPath(path: string, fields: readonly { path: string }[]): string | undefined {
  const most = Math.max(2, Math.floor(path.length / 3));
  let best: { path: string; far: number } | undefined;
  for (const field of fields) {
    // Whoever knows the name but not where it stands means that name.
    const sameName = field.path.split(".").at(-1) === path.split(".").at(-1);
    const far = slips(path, field.path, most) - (sameName ? 0.5 : 0);
    if (far <= most && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { path: field.path, far };
  }
  return best?.path;
}
