import type { NodeCatalogue } from "@/server/engine/node";
import { type Difference, differencesOf, withDifferences } from "../differences/policy";
import { type Drawing, drawingOf, keepStanding } from "../drawings/policy";
import type { EditorPart, WorkflowDocument } from "../schema";

/** Bringing back what a version or a checkpoint said: all of it, or chosen things. Pure; the draft is not touched itself. */

interface Parts {
  document: WorkflowDocument;
  editor: EditorPart;
}

/** Something that can be brought back by itself: a node with the ways out of it, a rule set, a table, a form. */
export interface Thing {
  id: string;
  title: string;
  /** What would happen to it: it comes back, it goes away, or it says again what it said. */
  kind: Difference["kind"];
  differences: Difference[];
}

/** What a chosen thing needs and does not find afterwards. */
export interface Missing {
  /** The thing that would have to come back as well; null when the version does not have it either. */
  thing: string | null;
  message: string;
}

export interface Restored {
  parts: Parts;
  missing: Missing[];
}

const KINDS = {
  form: { part: "forms", word: "form" },
  ruleSet: { part: "rules", word: "rule set" },
  table: { part: "tables", word: "table" },
  scorecard: { part: "scorecards", word: "scorecard" },
  formula: { part: "formulas", word: "formula" },
  queue: { part: "settings/queues", word: "queue" },
  reasonCode: { part: "reasonCodes", word: "reason code" },
  node: { part: "nodes", word: "step" },
  outcome: { part: "outcomes", word: "outcome" },
} as const;

/** The draft says what the version said, to the byte; tests and comments of the draft stay. */
export function restoreAll(draft: Parts, from: Parts): Parts {
  const { key, settings } = draft.document;
  // The key names the workflow for other systems, and the time zone is the workspace's.
  const kept = { key, settings: { ...from.document.settings, timeZone: settings.timeZone } };
  return {
    document: { ...from.document, ...kept },
    editor: {
      ...draft.editor,
      positions: from.editor.positions,
      notes: from.editor.notes,
      inside: from.editor.inside,
    },
  };
}

/** What differs from the version, thing by thing, as bringing it back would change it. */
export function thingsToRestore(
  draft: WorkflowDocument,
  from: WorkflowDocument,
  catalogue: NodeCatalogue,
): Thing[] {
  const groups = new Map<string, Difference[]>();
  for (const one of differencesOf(draft, from, catalogue))
    groups.set(one.thing, [...(groups.get(one.thing) ?? []), one]);
  return [...groups].map(([id, differences]) => {
    const whole = differences.find((one) => one.id === id);
    return {
      ...{ id, differences },
      title: whole?.title ?? titleOfThing(id, draft) ?? titleOfThing(id, from) ?? id,
      kind: whole?.kind ?? "changed",
    };
  });
}

function titleOfThing(id: string, document: WorkflowDocument): string | undefined {
  const [part = "", key = ""] = id.split("/");
  const titled = (word: string, of: { readonly [key: string]: { title: string } }) =>
    Object.hasOwn(of, key) ? `${word} “${of[key]!.title}”` : undefined;
  switch (part) {
    case "nodes":
      return titled("Step", document.nodes);
    case "rules":
      return titled("Rule set", document.rules);
    case "tables":
      return titled("Table", document.tables);
    case "scorecards":
      return titled("Scorecard", document.scorecards);
    case "forms":
      return titled("Form", document.forms);
    case "outcomes":
      return "Outcomes and their severity";
    default:
      return undefined;
  }
}

/** Brings back the chosen things only, and says what they need that is not there. */
export function restoreChosen(
  draft: Parts,
  from: Parts,
  chosen: readonly string[],
  catalogue: NodeCatalogue,
): Restored {
  const things = thingsToRestore(draft.document, from.document, catalogue);
  const wanted = things.filter(({ id }) => chosen.includes(id));
  const made = withDifferences(
    draft.document,
    wanted.flatMap(({ differences }) => differences),
  );
  const { document, cut } = withoutLooseEdges(made, from.document);
  const editor = withPositions(draft.editor, from.editor, document);
  // A step that came back without what led to it stands in the body it stood in.
  const back = Object.keys(document.nodes)
    .filter((node) => !Object.hasOwn(draft.document.nodes, node))
    .map((node): [string, Drawing] => [node, drawingOf(from, node)]);
  return {
    parts: keepStanding(draft, { document, editor }, new Map(back)),
    missing: [...cut, ...missingReferences(document, from.document, wanted, catalogue)],
  };
}

/** A way needs both its ends. */
function withoutLooseEdges(
  document: WorkflowDocument,
  from: WorkflowDocument,
): { document: WorkflowDocument; cut: Missing[] } {
  const has = (node: string) => Object.hasOwn(document.nodes, node);
  const titleOf = (node: string) => (document.nodes[node] ?? from.nodes[node])?.title ?? node;
  const loose = document.edges.filter(({ from, to }) => !has(from) || !has(to));
  if (loose.length === 0) return { document, cut: [] };
  const cut = loose
    .filter((edge) => has(edge.from))
    .map(
      ({ from: start, outlet, to }): Missing => ({
        thing: Object.hasOwn(from.nodes, to) ? `nodes/${to}` : null,
        message: `“${titleOf(start)}” leads nowhere by “${outlet}”: step “${titleOf(to)}” is not in the draft.`,
      }),
    );
  return { document: { ...document, edges: document.edges.filter((edge) => !loose.includes(edge)) }, cut };
}

/** A step that came back stands where it stood. */
function withPositions(draft: EditorPart, from: EditorPart, document: WorkflowDocument): EditorPart {
  const positions = Object.fromEntries(
    Object.keys(document.nodes).flatMap((node) => {
      const at = draft.positions[node] ?? from.positions[node];
      return at ? [[node, at]] : [];
    }),
  );
  return { ...draft, positions };
}

/** What the things that came back name and do not find. */
function missingReferences(
  document: WorkflowDocument,
  from: WorkflowDocument,
  wanted: readonly Thing[],
  catalogue: NodeCatalogue,
): Missing[] {
  const named = [...namesIn(document, catalogue)].filter(({ by }) => wanted.some(({ id }) => id === by));
  return named
    .filter(({ kind, key }) => !holds(document, kind, key))
    .map(({ kind, key, title }) => ({
      thing: holds(from, kind, key) ? thingNamed(kind, key) : null,
      message: `${title} names the ${KINDS[kind].word} “${key}”, which is not in the draft.`,
    }))
    .filter((one, i, all) => all.findIndex(({ message }) => message === one.message) === i);
}

interface Name {
  by: string;
  title: string;
  kind: keyof typeof KINDS;
  key: string;
}

const thingNamed = (kind: keyof typeof KINDS, key: string) =>
  kind === "outcome" ? "outcomes" : `${KINDS[kind].part}/${key}`;

function holds(document: WorkflowDocument, kind: keyof typeof KINDS, key: string): boolean {
  if (kind === "outcome") return document.outcomes.some((one) => one.key === key);
  if (kind === "queue") return Object.hasOwn(document.settings.queues, key);
  return Object.hasOwn(document[KINDS[kind].part as "forms"], key);
}

/** Everything that names something else by key. */
function* namesIn(document: WorkflowDocument, catalogue: NodeCatalogue): Generator<Name> {
  for (const [key, node] of Object.entries(document.nodes)) {
    const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
    const config = definition?.config.safeParse(node.config);
    if (!config?.success) continue;
    for (const name of definition?.references?.(config.data, document) ?? [])
      yield { by: `nodes/${key}`, title: `Step “${node.title}”`, kind: name.kind, key: name.key };
  }
  for (const [name, set] of Object.entries(document.rules))
    for (const rule of set.rules) {
      const about = { by: `rules/${name}`, title: `Rule ${rule.code}` };
      if (rule.outcome !== undefined) yield { ...about, kind: "outcome", key: rule.outcome };
      if (rule.reasonCode !== undefined) yield { ...about, kind: "reasonCode", key: rule.reasonCode };
      if (rule.queue !== undefined) yield { ...about, kind: "queue", key: rule.queue };
    }
  for (const [name, card] of Object.entries(document.scorecards)) {
    const about = { by: `scorecards/${name}`, title: `Scorecard “${card.title}”` };
    for (const { outcome, reasonCodes } of card.bands) {
      if (outcome !== undefined) yield { ...about, kind: "outcome", key: outcome };
      for (const code of reasonCodes ?? []) yield { ...about, kind: "reasonCode", key: code };
    }
  }
  for (const [name, table] of Object.entries(document.tables)) {
    const about = { by: `tables/${name}`, title: `Table “${table.title}”` };
    for (const { key, kind } of table.outputs)
      for (const row of [...table.rows.map(({ set }) => set), table.otherwise ?? {}]) {
        const given = Object.hasOwn(row, key) ? row[key] : undefined;
        if (typeof given !== "string") continue;
        if (kind === "outcome") yield { ...about, kind: "outcome", key: given };
        if (kind === "reason_code") yield { ...about, kind: "reasonCode", key: given };
        if (kind === "queue") yield { ...about, kind: "queue", key: given };
      }
  }
}
