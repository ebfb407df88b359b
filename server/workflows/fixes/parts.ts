import { addPart, changePart, type PartKind, removePart } from "../parts/policy";
import { valueAt } from "../problems/policy";
import type { DocumentProblem, DraftParts } from "../schema";
import { put } from "./names";
import type { Fix } from "./policy";

const unused: { readonly [code: string]: PartKind } = {
  ...{ unused_outcome: "outcome", unused_form: "form", unused_rule_set: "ruleSet", unused_table: "table" },
  ...{ unused_scorecard: "scorecard", unused_formula: "formula", unused_reason_code: "reasonCode" },
  ...{ unused_queue: "queue", unused_document_type: "documentType" },
};

/** What is never used goes. */
export function mendUnused(parts: DraftParts, { code, name, path }: DocumentProblem): Fix | undefined {
  const kind = Object.hasOwn(unused, code) ? unused[code] : undefined;
  if (kind && name !== undefined)
    return { title: "Remove it", words: `Remove “${name}”`, parts: removePart(parts, kind, name) };
  if (code !== "unused_value" || !/^(rules|scorecards)\./.test(path)) return undefined;
  // A table's column holds a value in every row: that is more than one click should take.
  const at = path.slice(0, path.lastIndexOf("."));
  const { [path.slice(at.length + 1)]: _, ...rest } = (valueAt(parts.document, at) ?? {}) as object & {
    [key: string]: unknown;
  };
  return put(parts, at, rest, "Remove the value", `Remove the value “${name}”`);
}

/** What applicants read before anybody has written it better: neutral, and nothing of the rule. */
const NEUTRAL = "We cannot go on with your application.";

/** A reason named after what declines, in the catalogue and chosen. */
export function mendReasons(parts: DraftParts, { code, path }: DocumentProblem): Fix | undefined {
  if (code !== "outcome_without_reason") return undefined;
  const { document } = parts;
  const at = path.slice(0, path.lastIndexOf("."));
  const owner = (valueAt(document, path.startsWith("nodes.") ? path.split(".").slice(0, 2).join(".") : at) ??
    {}) as { title?: string };
  const isList = /\.reasonCodes$/.test(path);
  const column = path.startsWith("tables.") ? columnOf(parts, path) : undefined;
  if (path.startsWith("tables.") && column === undefined) return undefined;
  const title = owner.title ?? "Declined";
  const added = addPart(parts, "reasonCode", title);
  const { priority } = added.parts.document.reasonCodes[added.key]!;
  const value = { staff: title, applicant: NEUTRAL, priority };
  const told = changePart(added.parts, "reasonCode", added.key, value);
  return put(
    told,
    column ?? path,
    isList ? [added.key] : added.key,
    `Add the reason “${added.key}”`,
    `Add the reason “${added.key}”`,
  );
}

function columnOf({ document }: DraftParts, path: string): string | undefined {
  const table = document.tables[path.split(".")[1] ?? ""];
  const column = table?.outputs.find(({ kind }) => kind === "reason_code");
  return column && `${path}.${column.key}`;
}
