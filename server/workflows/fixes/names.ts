import { nearest } from "@/server/rules/core/nearest";
import { humanise, large } from "@/server/rules/core/words";
import { definitionOf } from "../edits/policy";
import { addPart, type PartKind, parts as partKindsOf } from "../parts/policy";
import { valueAt } from "../problems/policy";
import type { DocumentProblem, DraftParts, WorkflowDocument } from "../schema";
import type { Fix } from "./policy";

const made: { readonly [code: string]: PartKind } = {
  unknown_reason_code: "reasonCode",
  unknown_queue: "queue",
};

/** Names of what is not there: the one that was meant, or it is made. */
export function mendNames(parts: DraftParts, problem: DocumentProblem): Fix | undefined {
  const { document } = parts;
  const { code, instead, name } = problem;
  const path = dotted(problem.path);
  if (code === "missing_count") return put(parts, path, 1, "Say one", "Say how many");
  if (code === "computed_later") return moveDown(parts, path);
  if (code === "unknown_reference") return mendReference(parts, problem);
  if (instead !== undefined) {
    const here = valueAt(document, path);
    const words = `${String(name ?? "A value")} becomes ${String(instead)}`.slice(0, 200);
    const title = typeof instead === "string" ? `Use “${shortened(instead)}”` : `Use ${String(instead)}`;
    if (typeof here === "string" && name !== undefined)
      return put(parts, path, rewritten(here, name, String(instead)), title, words);
    if (typeof here === "object" && here !== null)
      return put(parts, path, replaced(here, name, instead), title, words);
    return undefined;
  }
  const kind = Object.hasOwn(made, code) ? made[code] : undefined;
  const key = name ?? valueAt(document, path);
  return kind && typeof key === "string" ? make(parts, kind, key) : undefined;
}

const dotted = (path: string) => path.replace(/\[(\d+)\]/g, ".$1");
const shortened = (text: string) => (text.length > 32 ? `…${text.slice(-31)}` : text);

/** A text with the path in its placeholders, or the path itself. */
const rewritten = (text: string, name: string, instead: string) =>
  text.includes("{{")
    ? text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, path: string) =>
        path === name ? `{{${instead}}}` : whole,
      )
    : instead;

/** An operand or a formula in which this name, or this literal, is another. */
function replaced(value: unknown, name: string | undefined, instead: string | number | boolean): unknown {
  if (name === undefined && typeof value === "object" && value !== null && "value" in value)
    return { ...value, value: instead };
  if (value === name) return instead;
  if (Array.isArray(value)) return value.map((one) => replaced(one, name, instead));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, name, instead)]));
}

/** The draft with another value at a path that is there. */
export function put(
  parts: DraftParts,
  path: string,
  value: unknown,
  title: string,
  words: string,
): Fix | undefined {
  const write = (at: unknown, [step = "", ...rest]: string[]): unknown => {
    const next = rest.length === 0 ? value : write((at as { [step: string]: unknown })[step], rest);
    if (Array.isArray(at)) return at.with(Number(step), next);
    return { ...(at as object), [step]: next };
  };
  const steps = path.split(".");
  if (steps.length > 1 && valueAt(parts.document, steps.slice(0, -1).join(".")) === undefined)
    return undefined;
  return { title, words, parts: { ...parts, document: write(parts.document, steps) as WorkflowDocument } };
}

function mendReference(parts: DraftParts, { node = "", path }: DocumentProblem): Fix | undefined {
  const { document } = parts;
  const at = dotted(path);
  const key = valueAt(document, at);
  const step = document.nodes[node];
  const definition = definitionOf(step?.type ?? "");
  const config = definition?.config.safeParse(step?.config);
  if (typeof key !== "string" || !config?.success) return undefined;
  const reference = definition
    ?.references?.(config.data, document)
    .find((one) => dotted(`nodes.${node}.config.${one.path}`) === at);
  if (!reference || reference.kind === "node") return undefined;
  const known = partKindsOf[reference.kind].read(document).map(([one]) => one);
  const meant =
    nearest(key, known) ?? (known.length === 1 && reference.kind !== "reasonCode" ? known[0] : undefined);
  if (meant !== undefined)
    return put(parts, at, meant, `Use “${meant}”`, `“${step?.title}” names “${meant}”`);
  return reference.kind === "reasonCode" || reference.kind === "queue"
    ? make(parts, reference.kind, key)
    : undefined;
}

/** Under exactly this key, for what names it stays as it is. */
function make(parts: DraftParts, kind: PartKind, key: string): Fix | undefined {
  if (!(kind === "reasonCode" ? /^[A-Z][A-Z0-9_]{0,63}$/ : /^[a-z][a-z0-9_]{0,63}$/).test(key))
    return undefined;
  const what = kind === "queue" ? "queue" : "reason";
  const { document } = parts;
  const added = addPart(parts, kind, large(humanise(key.toLowerCase())));
  const value = partKindsOf[kind].read(added.parts.document).find(([one]) => one === added.key)?.[1];
  const others = partKindsOf[kind].read(document);
  return {
    ...{ title: `Add the ${what} “${key}”`, words: `Add the ${what} “${key}”` },
    parts: { ...parts, document: partKindsOf[kind].write(document, [...others, [key, value]]) },
  };
}

/** A formula goes below the one it reads. */
function moveDown(parts: DraftParts, path: string): Fix | undefined {
  const at = path.slice(0, path.lastIndexOf("."));
  const keys = valueAt(parts.document, at);
  const i = Number(path.slice(at.length + 1));
  if (!Array.isArray(keys) || i + 1 >= keys.length) return undefined;
  return put(parts, at, [...keys.toSpliced(i, 1), keys[i]], "Move it down", "A formula is computed later");
}
