import type { CanvasPlace } from "@/components/canvas/editing";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Outlet } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import { removeNotes } from "@/server/workflows/annotations/policy";
import { clipboard, copyNodes, duplicateNodes, pasteNodes } from "@/server/workflows/clipboard/policy";
import {
  addNode,
  definitionOf,
  disconnect,
  type OutletOf,
  outletsOf,
  removeNodes,
} from "@/server/workflows/edits/policy";
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
  const root = settingsSchema(definition);
  return (startValue(root, root) ?? {}) as Record<string, unknown>;
}

/** The first way out that leads nowhere yet. */
export const freeOutlet = (document: WorkflowDocument, node: string): Outlet | undefined =>
  outletsOf(document, node).find(
    ({ key }) => !document.edges.some((edge) => edge.from === node && edge.outlet === key),
  );

export function addStep(builder: Builder, type: string, place: CanvasPlace): void {
  const given = { type, config: startConfig(type), ...place };
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
  const words =
    keys.length > 1 ? `Remove ${keys.length} steps` : title === undefined ? other : `Remove “${title}”`;
  builder.edit(words, (parts) => removeNotes(disconnect(removeNodes(parts, keys), ways), notes));
  builder.select([]);
}

/** What was copied last in this window: a page that is not served safely has no clipboard of the system. */
let copiedHere = "";

export async function copySteps(builder: Builder, chosen: readonly string[]): Promise<void> {
  copiedHere = JSON.stringify(copyNodes(builder.parts, chosen), null, 2);
  await navigator.clipboard?.writeText(copiedHere).catch(() => {});
  tell(chosen.length === 1 ? "Copied one step" : `Copied ${chosen.length} steps`);
}

export async function pasteSteps(builder: Builder): Promise<void> {
  const given = (await navigator.clipboard?.readText().catch(() => "")) || copiedHere;
  const copied = clipboard.safeParse(jsonOf(given));
  if (!copied.success) return tellFailure("There are no copied steps to paste.");
  const { keys, report } = pasteNodes(builder.parts, copied.data);
  builder.edit(steps("Paste", keys.length), (parts) => pasteNodes(parts, copied.data).parts);
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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
