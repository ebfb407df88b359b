import type { CanvasPlace } from "@/components/canvas/editing";
import { tell, tellFailure } from "@/components/ui/tell";
import { BODY, type Outlet } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import { removeNotes } from "@/server/workflows/annotations/policy";
import { clipboard, copyNodes, duplicateNodes, pasteNodes } from "@/server/workflows/clipboard/policy";
import { type Drawing, drawingBehind, stepsIn, whyNotHere } from "@/server/workflows/drawings/policy";
import {
  addNode,
  connect,
  definitionOf,
  disconnect,
  goneWith,
  mayBeDisabled,
  type OutletOf,
  outletsOf,
  removeNodes,
  setNodeDisabled,
} from "@/server/workflows/edits/policy";
import { mayMove, moveStep } from "@/server/workflows/order/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { startValue } from "../settings-values";
import type { Builder } from "./use-builder";

/** What keys, buttons and the canvas have in common: an edit with its words, and what is chosen after it. */

const noteOf = (id: string) => (id.startsWith("note:") ? id.slice(5) : undefined);
const steps = (verb: string, count: number) => (count === 1 ? `${verb} a step` : `${verb} ${count} steps`);

/** The settings a new step begins with: what its type needs, and nothing else. */
function startConfig(type: string): Record<string, unknown> {
  const definition = definitionOf(type);
  if (!definition) return {};
  // Branches that have no names yet would be a split that goes nowhere.
  if (definition.kind === "split")
    return { branches: [1, 2].map((n) => ({ key: `branch_${n}`, title: `Branch ${n}` })) };
  const root = settingsSchema(definition);
  return (startValue(root, root) ?? {}) as Record<string, unknown>;
}

/** The first way out that leads nowhere yet. */
export const freeOutlet = (document: WorkflowDocument, node: string): Outlet | undefined =>
  freeOutlets(document, node)[0];

const freeOutlets = (document: WorkflowDocument, node: string): Outlet[] =>
  outletsOf(document, node).filter(
    ({ key }) => !document.edges.some((edge) => edge.from === node && edge.outlet === key),
  );

/** Where a step comes that somebody asks for without saying where: behind the chosen one, as far as it can stand there. */
export function placeBehind(builder: Builder, node: string | undefined, type: string): CanvasPlace {
  const { parts } = builder;
  if (node === undefined) return {};
  const free = freeOutlets(parts.document, node)
    .map(({ key }) => ({ from: node, outlet: key }))
    .find((after) => whyNotHere(parts.document, type, drawingBehind(parts, after)) === undefined);
  return free ? { after: free } : {};
}

/** The first step of a body stands where the body begins, wherever it was dropped. */
function placeIn({ parts, open }: Builder, place: CanvasPlace): CanvasPlace & { inside: Drawing } {
  const isFirst = open !== null && !place.after && stepsIn(parts, open).length === 0;
  return { ...place, ...(isFirst && { after: { from: open, outlet: BODY } }), inside: open };
}

/** Why a step of this type cannot come to that place; undefined when it can. */
export function whyNotAt(builder: Builder, type: string, place: CanvasPlace): string | undefined {
  const { after, inside } = placeIn(builder, place);
  const drawing = after ? drawingBehind(builder.parts, after) : inside;
  return whyNotHere(builder.parts.document, type, drawing);
}

export function addStep(builder: Builder, type: string, place: CanvasPlace): void {
  const why = whyNotAt(builder, type, place);
  if (why !== undefined) {
    tellFailure(why);
    return;
  }
  const given = { type, config: startConfig(type), ...placeIn(builder, place) };
  const { key } = addNode(builder.parts, given);
  builder.edit(`Add “${definitionOf(type)?.title ?? type}”`, (parts) => addNode(parts, given).parts);
  builder.select([key]);
}

/** Removes nodes and notes by their ids on the canvas, and ways. */
export function removeChosen(builder: Builder, ids: readonly string[], ways: readonly OutletOf[]): void {
  const keys = ids.filter((id) => noteOf(id) === undefined);
  const notes = ids.flatMap((id) => noteOf(id) ?? []);
  const [first] = keys;
  const title = first === undefined ? undefined : builder.parts.document.nodes[first]?.title;
  const other = notes.length > 0 ? "Remove a note" : "Remove a way";
  const what = keys.length > 1 ? `${keys.length} steps` : title === undefined ? undefined : `“${title}”`;
  const more = goneWith(builder.parts, keys).length - keys.length;
  const also =
    more === 0
      ? ""
      : more === 1
        ? " and the step that belongs to it"
        : ` and the ${more} steps that belong to it`;
  const words = what === undefined ? other : `Remove ${what}${also}`;
  builder.edit(words, (parts) => removeNotes(disconnect(removeNodes(parts, keys), ways), notes));
  builder.select([]);
  if (more > 0) tell(`Removed ${what}${also}. Undo brings all of it back.`);
}

/** What was copied last in this window: a page that is not served safely has no clipboard of the system. */
let copiedHere = "";

export async function copySteps(builder: Builder, chosen: readonly string[]): Promise<void> {
  copiedHere = JSON.stringify(copyNodes(builder.parts, chosen), null, 2);
  await navigator.clipboard?.writeText(copiedHere).catch(() => {});
  tell(chosen.length === 1 ? "Copied one step" : `Copied ${chosen.length} steps`);
}

/** Steps go from one place to another, also into a body or out of it. */
export async function cutSteps(builder: Builder, chosen: readonly string[]): Promise<void> {
  await copySteps(builder, chosen);
  removeChosen(builder, chosen, []);
}

export async function pasteSteps(builder: Builder): Promise<void> {
  const given = (await navigator.clipboard?.readText().catch(() => "")) || copiedHere;
  const copied = clipboard.safeParse(jsonOf(given));
  if (!copied.success) return tellFailure("There are no copied steps to paste.");
  const { keys, report } = pasteNodes(builder.parts, copied.data, builder.open);
  if (keys.length === 0)
    return tellFailure(report.missing.join(" ") || "There are no copied steps to paste.");
  builder.edit(steps("Paste", keys.length), (parts) => pasteNodes(parts, copied.data, builder.open).parts);
  builder.select(keys);
  const said = [...report.missing, ...report.renamed];
  if (said.length > 0) tell(said.join(" "));
}

export function duplicateSteps(builder: Builder, chosen: readonly string[]): void {
  const { keys } = duplicateNodes(builder.parts, chosen);
  const words = steps("Duplicate", chosen.length);
  builder.edit(words, (parts) => duplicateNodes(parts, chosen).parts);
  builder.select(keys);
}

/** Leaves steps out, or takes them in again when all of them are out. What cannot be left out stays as it is. */
export function leaveOutSteps(builder: Builder, chosen: readonly string[]): void {
  const { document } = builder.parts;
  const keys = chosen.filter((key) => mayBeDisabled(document, key));
  const [first] = keys;
  if (first === undefined) {
    tellFailure("Starts, ends and steps that split or join cannot be left out.");
    return;
  }
  const areOut = keys.every((key) => document.nodes[key]?.disabled !== undefined);
  const what = keys.length === 1 ? `“${document.nodes[first]?.title}”` : `${keys.length} steps`;
  const onward = (key: string) => {
    const outlets = outletsOf(document, key);
    return (outlets.find(({ kind }) => kind === "normal") ?? outlets[0])?.key;
  };
  builder.edit(areOut ? `Take ${what} in again` : `Leave ${what} out`, (parts) =>
    keys.reduce(
      (now, key) =>
        areOut
          ? setNodeDisabled(now, key, undefined)
          : document.nodes[key]?.disabled === undefined
            ? setNodeDisabled(now, key, onward(key))
            : now,
      parts,
    ),
  );
}

/** Lets a way out lead to a step, or nowhere. */
export function leadWay(builder: Builder, place: OutletOf, to: string | null): void {
  const { document } = builder.parts;
  const outlet = outletsOf(document, place.from).find(({ key }) => key === place.outlet);
  const title = outlet?.title ?? place.outlet;
  builder.edit(
    to === null ? `“${title}” leads nowhere` : `“${title}” leads to “${document.nodes[to]?.title}”`,
    (parts) => (to === null ? disconnect(parts, [place]) : connect(parts, place, to)),
  );
}

/** Moves a step one place along the way it stands on. */
export function moveAlong(builder: Builder, key: string, by: -1 | 1): void {
  if (!mayMove(builder.parts.document, key, by)) {
    tellFailure(
      by === -1
        ? "It stands as far up as it can: before it runs begin, part or meet."
        : "It stands as far down as it can: behind it runs end, part or meet.",
    );
    return;
  }
  const title = builder.parts.document.nodes[key]?.title;
  builder.edit(`Move “${title}” ${by === -1 ? "up" : "down"}`, (parts) => moveStep(parts, key, by));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
