import { bodiesAround, outsideBodies } from "@/server/engine/lint-regions";
import { BODY, type NodeCatalogue, type NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { DraftParts, EditorPart, WorkflowDocument } from "../schema";

/**
 * The drawing in which each step of a draft stands. A document is one flat graph: that a step belongs to the body of a
 * “for each” is seen from the ways that lead to it. As long as none does, the draft remembers where it was put.
 */

/** The “for each” whose body is drawn; null is the outermost drawing. */
export type Drawing = string | null;

type Inside = EditorPart["inside"];

const catalogue: NodeCatalogue = nodeCatalogue;
const definitionIn = ({ nodes }: WorkflowDocument, key: string): NodeDefinition | undefined => {
  const type = Object.hasOwn(nodes, key) ? nodes[key]?.type : undefined;
  return type !== undefined && Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
};

/** What the ways of a document say by themselves. */
interface Told {
  eaches: readonly string[];
  around: ReadonlyMap<string, string>;
  outside: ReadonlySet<string>;
}
const told = new WeakMap<WorkflowDocument, Told>();

function toldBy(document: WorkflowDocument): Told {
  const known = told.get(document);
  if (known) return known;
  const eaches: string[] = [];
  const starts: string[] = [];
  for (const key of Object.keys(document.nodes)) {
    const definition = definitionIn(document, key);
    if (definition?.kind === "each") eaches.push(key);
    if (definition?.group === "Start") starts.push(key);
  }
  const fresh: Told =
    eaches.length === 0
      ? { eaches, around: new Map(), outside: new Set() }
      : {
          eaches,
          around: bodiesAround(eaches, starts, document.edges),
          outside: outsideBodies(eaches, starts, document.edges),
        };
  told.set(document, fresh);
  return fresh;
}

const nothing: NonNullable<Inside> = {};
/** The last answer about a document: it is asked for every step of it, many times between two edits. */
const last = new WeakMap<
  WorkflowDocument,
  { inside: NonNullable<Inside>; drawings: ReadonlyMap<string, string> }
>();

/** The “for each” around every step that stands in a body; what stands in none is not in it. */
export function drawingsOf(
  document: WorkflowDocument,
  inside: NonNullable<Inside> = nothing,
): ReadonlyMap<string, string> {
  const known = last.get(document);
  if (known && known.inside === inside) return known.drawings;
  const drawings = withLoose(document, inside);
  last.set(document, { inside, drawings });
  return drawings;
}

function withLoose(document: WorkflowDocument, inside: NonNullable<Inside>): ReadonlyMap<string, string> {
  const { eaches, around, outside } = toldBy(document);
  if (eaches.length === 0) return around;
  const all = new Map(around);
  for (const [key, each] of Object.entries(inside))
    if (Object.hasOwn(document.nodes, key) && eaches.includes(each) && !around.has(key) && !outside.has(key))
      all.set(key, each);
  // Nothing stands inside itself: it would be in no drawing that anybody can come to.
  for (const key of [...all.keys()]) if (wayOut(all, key).includes(key)) all.delete(key);
  return all;
}

/** The bodies around a step, innermost first. */
function wayOut(drawings: ReadonlyMap<string, string>, key: string): string[] {
  const way: string[] = [];
  for (let at = drawings.get(key); at !== undefined && !way.includes(at); at = drawings.get(at)) way.push(at);
  return way;
}

export const drawingOf = ({ document, editor }: DraftParts, key: string): Drawing =>
  drawingsOf(document, editor.inside).get(key) ?? null;

/** The drawing into which an outlet leads. */
export function drawingBehind(
  parts: DraftParts,
  { from, outlet }: { from: string; outlet: string },
): Drawing {
  const isBody = outlet === BODY && definitionIn(parts.document, from)?.kind === "each";
  return isBody ? from : drawingOf(parts, from);
}

/** Whether a step stands inside that “for each”, at any depth. */
export const isWithin = ({ document, editor }: DraftParts, key: string, each: string): boolean =>
  wayOut(drawingsOf(document, editor.inside), key).includes(each);

/** These steps and whatever stands inside one of them, at any depth. */
export function withBodies({ document, editor }: DraftParts, keys: readonly string[]): string[] {
  const drawings = drawingsOf(document, editor.inside);
  const inner = [...drawings.keys()].filter(
    (key) => !keys.includes(key) && wayOut(drawings, key).some((each) => keys.includes(each)),
  );
  return [...keys, ...inner];
}

/** The steps of one drawing. */
export function stepsIn({ document, editor }: DraftParts, drawing: Drawing): string[] {
  const drawings = drawingsOf(document, editor.inside);
  return Object.keys(document.nodes).filter((key) => (drawings.get(key) ?? null) === drawing);
}

/** The drawings in which two drafts differ, as far as they are still there in the second. */
export function changedDrawings(before: DraftParts, after: DraftParts): ReadonlySet<Drawing> {
  const [had, has] = [before.document, after.document];
  const way = ({ from, outlet, to }: WorkflowDocument["edges"][number]) => `${from} ${outlet} ${to}`;
  const [ways, waysNow] = [new Set(had.edges.map(way)), new Set(has.edges.map(way))];
  // A patch makes a copy of everything: what says the same is not another.
  const isSame = (key: string) =>
    had.nodes[key] === has.nodes[key] || JSON.stringify(had.nodes[key]) === JSON.stringify(has.nodes[key]);
  const changed = (parts: DraftParts, ends: ReadonlySet<string>) => [
    ...Object.keys(parts.document.nodes)
      .filter((key) => !isSame(key))
      .map((key) => drawingOf(parts, key)),
    ...parts.document.edges.filter((edge) => !ends.has(way(edge))).map((edge) => drawingBehind(parts, edge)),
  ];
  const all = [...changed(after, ways), ...changed(before, waysNow)];
  return new Set(all.filter((drawing) => drawing === null || Object.hasOwn(has.nodes, drawing)));
}

/** Why a step of this type cannot stand in a drawing; undefined when it can. */
export function whyNotHere(document: WorkflowDocument, type: string, drawing: Drawing): string | undefined {
  const definition = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
  if (!definition) return undefined;
  const { kind, group, title, notPerItem } = definition;
  if (drawing === null)
    return kind === "item_end"
      ? `“${title}” ends the steps inside a “for each”: open one and put it there.`
      : undefined;
  const each = document.nodes[drawing]?.title ?? drawing;
  if (group === "Start") return `Runs begin outside “${each}”: “${title}” cannot stand inside it.`;
  if (group === "End")
    return `“${title}” would end the whole run from inside “${each}”. End the steps of one element with an “item end”, and decide behind “${each}”.`;
  return notPerItem && `“${title}” cannot stand inside “${each}”: ${notPerItem}`;
}

/**
 * After an edit: a step that no way leads to any more stays in the drawing where it stood, and a new one where `given`
 * puts it. Else a cut way would throw the rest of a body out of it.
 */
export function keepStanding(
  before: DraftParts,
  after: DraftParts,
  given: ReadonlyMap<string, Drawing> = new Map(),
): DraftParts {
  const { eaches, around, outside } = toldBy(after.document);
  if (eaches.length === 0 && !after.editor.inside) return after;
  const was = drawingsOf(before.document, before.editor.inside);
  const inside: { [key: string]: string } = {};
  for (const key of Object.keys(after.document.nodes)) {
    if (around.has(key) || outside.has(key)) continue;
    const each = given.has(key) ? given.get(key) : was.get(key);
    if (each !== undefined && each !== null && eaches.includes(each)) inside[key] = each;
  }
  const { inside: now = {}, ...editor } = after.editor;
  const keys = Object.keys(inside);
  if (keys.length === Object.keys(now).length && keys.every((key) => now[key] === inside[key])) return after;
  return { ...after, editor: keys.length > 0 ? { ...after.editor, inside } : editor };
}
