import { csvText } from "@/server/batches/csv/policy";
import type { Json, JsonObject } from "@/server/engine/state";
import { currencyDigits } from "@/server/rules/core/currency";
import { type FieldInfo, fieldsOf, findField } from "@/server/rules/core/fields";
import { isMoney } from "@/server/rules/core/value";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { SavedTest } from "../../../trial/schema";
import { OUTPUT } from "../policy";

/** Saved tests as a file that can be read back: the columns are the paths that any of them fills. */
export function testsCsv(document: WorkflowDocument, tests: readonly SavedTest[]): string {
  const rows = tests.map((test) => ({ test, data: flat(dataOf(document, test)) }));
  const paths = [...new Set(rows.flatMap(({ data }) => [...data.keys()]))].sort();
  const outputs = [...new Set(tests.flatMap(({ expected }) => Object.keys(expected.outputs)))].sort();
  const head = [
    ...["title", "at", ...paths, "expect.outcome", "expect.codes", "expect.score"],
    ...outputs.map((name) => `${OUTPUT}${name}`),
  ];
  const fields = fieldsOf(document);
  return csvText([
    head,
    ...rows.map(({ test: { title, setup, expected }, data }) => [
      ...[title, setup.at],
      ...paths.map((path) => cellOf(data.get(path), findField(fields, path))),
      ...[expected.outcome ?? "–", expected.reasonCodes.join(" "), expected.score],
      ...outputs.map((name) => cellOf(expected.outputs[name], undefined)),
    ]),
  ]);
}

/** What a row can say of a test: what it began with, the forms it was given, and what was pinned. */
function dataOf({ nodes: steps }: WorkflowDocument, { setup, answers }: SavedTest): JsonObject {
  const forms: JsonObject = {};
  for (const answer of answers) {
    if (answer.kind !== "signal" || !("submissionId" in answer.payload)) continue;
    const form = steps[answer.to.split(/[:@]/, 1)[0] ?? ""]?.config["form"];
    if (typeof form === "string") forms[form] = answer.payload["answers"] ?? {};
  }
  const nodes = Object.fromEntries(
    Object.entries(setup.pins).flatMap(([node, { output }]) => (output ? [[node, output]] : [])),
  );
  return { input: setup.input, party: setup.party, forms, nodes };
}

function flat(value: JsonObject, prefix = "", into = new Map<string, Json>()): Map<string, Json> {
  for (const [key, part] of Object.entries(value)) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof part === "object" && part !== null && !Array.isArray(part) && !isMoney(part))
      flat(part, path, into);
    else into.set(path, part);
  }
  return into;
}

function cellOf(value: Json | undefined, field: FieldInfo | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  if (isMoney(value) && field?.type === "money") {
    const { amount, currency } = value as { amount: number; currency: string };
    const digits = currencyDigits(currency);
    const minor = String(Math.abs(amount)).padStart(digits + 1, "0");
    const decimal = digits === 0 ? minor : `${minor.slice(0, -digits)}.${minor.slice(-digits)}`;
    return `${amount < 0 ? "-" : ""}${decimal} ${currency}`;
  }
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}
