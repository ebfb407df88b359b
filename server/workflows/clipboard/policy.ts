import { z } from "zod";
import { BODY, type Reference } from "@/server/engine/node";
import { type Drawing, drawingsOf, keepStanding, stepsIn, whyNotHere, withBodies } from "../drawings/policy";
import { definitionOf, freeKey, freeTitle, isStart, type Place } from "../edits/policy";
import { type DraftParts, edge, key, type WorkflowDocument, workflowDocument, workflowNode } from "../schema";

/**
 * Steps as text, to be pasted into another place, workflow or workspace. With them goes whatever of the document they
 * name; what only the workspace has (connections, lists) is named by key and looked for where it is pasted.
 */

const { rules, tables, scorecards, formulas, forms, reasonCodes } = workflowDocument.shape;
const { queues, documentTypes } = workflowDocument.shape.settings.shape;

export const clipboard = z.strictObject({
  format: z.literal("gatehouse/steps/v1"),
  /** Title of the workflow it was copied from. */
  from: z.string().max(120),
  nodes: z.record(key, workflowNode),
  edges: z.array(edge).max(5000),
  positions: z.record(key, z.strictObject({ x: z.number(), y: z.number() })),
  /** The copied “for each” around a copied step; in the first copies that were made it is told by the ways alone. */
  inside: z.record(key, key).default({}),
  ...{ rules, tables, scorecards, formulas, forms, reasonCodes, queues, documentTypes },
  outcomes: workflowDocument.shape.outcomes.or(z.tuple([])),
});
export type Clipboard = z.infer<typeof clipboard>;

/** Where the document keeps what settings name, by the kind of the name. */
const homes = {
  ruleSet: "rules",
  table: "tables",
  scorecard: "scorecards",
  formula: "formulas",
  form: "forms",
} as const;
type Home = (typeof homes)[keyof typeof homes];
const homeOf = (kind: Reference["kind"]): Home | undefined =>
  Object.hasOwn(homes, kind) ? homes[kind as keyof typeof homes] : undefined;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function referencesOf(document: WorkflowDocument, node: WorkflowDocument["nodes"][string]): Reference[] {
  const definition = definitionOf(node.type);
  const config = definition?.config.safeParse(node.config);
  return config?.success ? (definition?.references?.(config.data, document) ?? []) : [];
}

/** Everything in `of` whose key stands as a word of its own in `text`. */
const named = <T>(of: { readonly [key: string]: T }, text: string): { [key: string]: T } =>
  Object.fromEntries(Object.entries(of).filter(([name]) => text.includes(`"${name}"`)));

/** Copies steps with what stands inside them, the ways between them and what they name. */
export function copyNodes(parts: DraftParts, keys: readonly string[]): Clipboard {
  const { document, editor } = parts;
  const known = keys.filter((one) => Object.hasOwn(document.nodes, one) && !isStart(document, one));
  const chosen = withBodies(parts, known);
  const isIn = (one: string) => chosen.includes(one);
  const nodes = Object.fromEntries(chosen.map((one) => [one, document.nodes[one]!]));
  const taken = { rules: {}, tables: {}, scorecards: {}, formulas: {}, forms: {} } as Pick<
    WorkflowDocument,
    Home
  >;
  for (const node of Object.values(nodes))
    for (const { kind, key } of referencesOf(document, node)) {
      const home = homeOf(kind);
      const part = home && document[home][key];
      if (home && part) Object.assign(taken[home], { [key]: part });
    }
  const text = JSON.stringify([nodes, taken]);
  return {
    format: "gatehouse/steps/v1",
    from: document.title,
    nodes,
    edges: document.edges.filter(({ from, to }) => isIn(from) && isIn(to)),
    positions: Object.fromEntries(Object.entries(editor.positions).filter(([one]) => isIn(one))),
    inside: Object.fromEntries(
      [...drawingsOf(document, editor.inside)].filter(([one, each]) => isIn(one) && isIn(each)),
    ),
    ...taken,
    reasonCodes: named(document.reasonCodes, text),
    queues: named(document.settings.queues, text),
    documentTypes: named(document.settings.documentTypes, text),
    outcomes: document.outcomes.filter(({ key }) => text.includes(`"${key}"`)),
  };
}

export interface PasteReport {
  /** What got another key or title here, or came along, each in a sentence. */
  renamed: string[];
  /** What the pasted steps name and this workflow does not have. */
  missing: string[];
}

type Renames = ReadonlyMap<string, string>;

/** `nodes.OLD.` in paths, formulas and texts, wherever they stand. */
function renamedPaths<T>(value: T, root: string, renames: Renames): T {
  if (renames.size === 0) return value;
  if (typeof value === "string")
    return value.replace(new RegExp(`\\b${root}\\.([a-z][a-z0-9_]*)`, "g"), (whole, name: string) =>
      renames.has(name) ? `${root}.${renames.get(name)}` : whole,
    ) as T;
  if (Array.isArray(value)) return value.map((one) => renamedPaths(one, root, renames)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, renamedPaths(one, root, renames)]),
  ) as T;
}

/** Writes another key at the place of the settings where it is named: `formulas[0]`, `from.node`. */
function withReference(config: unknown, path: string, to: string): unknown {
  const steps = path.split(/[.[\]]/).filter((step) => step !== "");
  const put = (at: unknown, [step, ...rest]: string[]): unknown => {
    if (step === undefined) return to;
    if (Array.isArray(at)) return at.map((one, i) => (i === Number(step) ? put(one, rest) : one));
    const own = at as { [key: string]: unknown };
    return { ...own, [step]: put(own?.[step], rest) };
  };
  return put(config, steps);
}

interface Pasted {
  parts: DraftParts;
  /** The copies; not what stands inside them. */
  keys: string[];
  report: PasteReport;
}

/** Adds copied steps to a drawing of a draft. They come unconnected to what is there, below it. */
export const pasteNodes = (parts: DraftParts, copied: Clipboard, drawing: Drawing = null): Pasted =>
  pasteInto(parts, copied, () => drawing);

function pasteInto(parts: DraftParts, given: Clipboard, drawingFor: (name: string) => Drawing): Pasted {
  const report: PasteReport = { renamed: [], missing: [] };
  const { document, editor } = parts;
  const stands = drawingsOf({ ...document, nodes: given.nodes, edges: given.edges }, given.inside);
  const copied = fitting(document, given, stands, drawingFor, report);
  const homesNow = { ...document } as WorkflowDocument;
  const renames = new Map<Home, Map<string, string>>();
  for (const home of Object.values(homes)) {
    const of = new Map<string, string>();
    const there = { ...document[home] } as { [key: string]: unknown };
    for (const [name, part] of Object.entries(copied[home] as { [key: string]: { title: string } })) {
      if (Object.hasOwn(there, name) && same(there[name], part)) continue;
      const free = Object.hasOwn(there, name) ? freeKey(name, (one) => Object.hasOwn(there, one)) : name;
      there[free] = free === name || home !== "forms" ? part : { ...part, key: free };
      of.set(name, free);
      if (free !== name) report.renamed.push(`“${part.title}” is here as ${free}: ${name} was another one.`);
    }
    renames.set(home, of);
    Object.assign(homesNow, { [home]: there });
  }
  const nodeKeys = new Map<string, string>();
  const nodesNow = { ...document.nodes };
  for (const [name, node] of Object.entries(copied.nodes)) {
    const free = freeKey(name, (one) => Object.hasOwn(nodesNow, one));
    nodeKeys.set(name, free);
    const title = freeTitle({ ...document, nodes: nodesNow }, node.title);
    if (title !== node.title) report.renamed.push(`“${node.title}” is called “${title}” here.`);
    nodesNow[free] = { ...node, title };
  }
  const changed = new Map([...nodeKeys].filter(([name, free]) => name !== free));
  const formsChanged = new Map([...(renames.get("forms") ?? [])].filter(([name, free]) => name !== free));
  for (const [name, free] of nodeKeys) {
    const node = nodesNow[free]!;
    let config: unknown = node.config;
    for (const { kind, key, path } of referencesOf(
      { ...document, ...copied, nodes: copied.nodes } as never,
      copied.nodes[name]!,
    )) {
      const home = homeOf(kind);
      const to = kind === "node" ? changed.get(key) : home && renames.get(home)?.get(key);
      if (to !== undefined && to !== key) config = withReference(config, path, to);
    }
    config = renamedPaths(renamedPaths(config, "nodes", changed), "forms", formsChanged);
    nodesNow[free] = { ...node, config: config as Record<string, unknown> };
  }
  for (const home of ["rules", "tables", "scorecards", "formulas"] as const)
    for (const free of renames.get(home)?.values() ?? [])
      Object.assign(homesNow[home], {
        [free]: renamedPaths(renamedPaths(homesNow[home][free], "nodes", changed), "forms", formsChanged),
      });

  const edges = copied.edges.flatMap(({ from, outlet, to }) => {
    const [start, end] = [nodeKeys.get(from), nodeKeys.get(to)];
    return start === undefined || end === undefined ? [] : [{ from: start, outlet, to: end }];
  });
  const outcomes = [
    ...document.outcomes,
    ...copied.outcomes.filter(({ key }) => !document.outcomes.some((one) => one.key === key)),
  ];
  const settings = {
    ...document.settings,
    queues: { ...copied.queues, ...document.settings.queues },
    documentTypes: { ...copied.documentTypes, ...document.settings.documentTypes },
  };
  const next: WorkflowDocument = {
    ...homesNow,
    ...{ nodes: nodesNow, outcomes, settings },
    edges: [...document.edges, ...edges],
    reasonCodes: { ...copied.reasonCodes, ...document.reasonCodes },
  };
  const keys = [...nodeKeys.values()];
  const missing = keys.flatMap((one) =>
    referencesOf(next, next.nodes[one]!).flatMap(({ kind, key }) =>
      isNamed(next, kind, key)
        ? []
        : [`${next.nodes[one]!.title}: there is no ${words[kind]} “${key}” here.`],
    ),
  );
  report.missing.push(...new Set(missing));
  const put = new Map(
    [...nodeKeys].map(([name, free]): [string, Drawing] => {
      const each = stands.get(name);
      return [free, each === undefined ? drawingFor(name) : (nodeKeys.get(each) ?? null)];
    }),
  );
  const standing = keepStanding(parts, { document: next, editor }, put);
  return {
    parts: {
      ...standing,
      editor: { ...standing.editor, positions: placed(parts, copied, nodeKeys, stands, drawingFor) },
    },
    keys: [...nodeKeys].flatMap(([name, free]) => (stands.has(name) ? [] : [free])),
    report,
  };
}

/** Without the steps that cannot stand where they come to, and without ways across the border of a body. */
function fitting(
  document: WorkflowDocument,
  copied: Clipboard,
  stands: ReadonlyMap<string, string>,
  drawingFor: (name: string) => Drawing,
  report: PasteReport,
): Clipboard {
  const refused = new Set<string>();
  for (const [name, { type, title }] of Object.entries(copied.nodes)) {
    const why = stands.has(name) ? undefined : whyNotHere(document, type, drawingFor(name));
    if (why === undefined) continue;
    refused.add(name);
    report.missing.push(`“${title}” was not pasted. ${why}`);
  }
  const edges = copied.edges.filter(({ from, outlet, to }) => {
    const isEach = definitionOf(copied.nodes[from]?.type ?? "")?.kind === "each";
    return (isEach && outlet === BODY ? from : stands.get(from)) === stands.get(to);
  });
  const nodes = Object.fromEntries(Object.entries(copied.nodes).filter(([name]) => !refused.has(name)));
  return { ...copied, nodes, edges };
}

const words: { readonly [kind in Reference["kind"]]: string } = {
  ...{ form: "form", ruleSet: "rule set", table: "table", scorecard: "scorecard", formula: "formula" },
  ...{ queue: "queue", reasonCode: "reason code", node: "step", outcome: "outcome" },
};

function isNamed(document: WorkflowDocument, kind: Reference["kind"], name: string): boolean {
  const home = homeOf(kind);
  if (home) return Object.hasOwn(document[home], name);
  if (kind === "queue") return Object.hasOwn(document.settings.queues, name);
  if (kind === "reasonCode") return Object.hasOwn(document.reasonCodes, name);
  if (kind === "node") return Object.hasOwn(document.nodes, name);
  return document.outcomes.some(({ key }) => key === name);
}

/**
 * In a drawing that somebody has arranged, copies stand as they stood to each other, below everything. What is inside
 * them stands as it stood there.
 */
function placed(
  parts: DraftParts,
  copied: Clipboard,
  keys: Renames,
  stands: ReadonlyMap<string, string>,
  drawingFor: (name: string) => Drawing,
) {
  const { positions } = parts.editor;
  const places: { [key: string]: Place } = {};
  const round = ({ x, y }: Place) => ({ x: Math.round(x), y: Math.round(y) });
  const tops = [...keys].filter(([name]) => !stands.has(name));
  for (const [name, free] of keys)
    if (stands.has(name) && copied.positions[name]) places[free] = round(copied.positions[name]);
  for (const drawing of new Set(tops.map(([name]) => drawingFor(name)))) {
    const known = stepsIn(parts, drawing).flatMap((key) => positions[key] ?? []);
    if (known.length === 0) continue;
    const own = tops.filter(([name]) => drawingFor(name) === drawing);
    const of = own.flatMap(([name]) => copied.positions[name] ?? []);
    const left = of.length > 0 ? Math.min(...of.map(({ x }) => x)) : 0;
    const top = of.length > 0 ? Math.min(...of.map(({ y }) => y)) : 0;
    const origin = {
      x: Math.min(...known.map(({ x }) => x)),
      y: Math.max(...known.map(({ y }) => y)) + 176,
    };
    let next = 0;
    for (const [name, free] of own) {
      const place = copied.positions[name] ?? { x: left, y: top + 144 * next++ };
      places[free] = round({ x: origin.x + place.x - left, y: origin.y + place.y - top });
    }
  }
  return { ...positions, ...places };
}

/** Copies steps and puts the copies beside them, into the drawings they stand in. */
export function duplicateNodes(parts: DraftParts, keys: readonly string[]): Pasted {
  const drawings = drawingsOf(parts.document, parts.editor.inside);
  return pasteInto(parts, copyNodes(parts, keys), (name) => drawings.get(name) ?? null);
}
