import { CsvFault, CsvReader, type CsvRow } from "@/server/batches/csv/policy";
import { putPath, readMoney, readValue } from "@/server/decisions/policy";
import type { Json, JsonObject } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type FieldCatalogue, type FieldInfo, fieldsOf, findField } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { expectationOf, testKey } from "../../trial/cases/policy";
import { answered, type OpenTrial, openTrial, toTheEnd } from "../../trial/moves/policy";
import { playTrial } from "../../trial/policy";
import type { Pin, SavedTest } from "../../trial/schema";
import { sampleSetup } from "../../trial/shapes/policy";

/** Saved tests as a table: one row per test, one column per field; what is expected stands in columns `expect.…`. */

export interface TestFault {
  /** The row a spreadsheet shows. */
  row: number;
  /** Heading of the column; empty: the row as a whole. */
  column: string;
  message: string;
}
export interface ReadTests {
  /** With the answers that a test of the same title had; those of the others are the sandbox's. */
  tests: SavedTest[];
  replaced: number;
  faults: TestFault[];
  /** What is wrong with the file as a whole; then it holds no test. */
  refusal: string | undefined;
}

const MOST_TESTS = 500;
const NO_DECISION = new Set(["-", "–", "none", "no decision"]);
export const OUTPUT = "expect.values.";
const fixed = ["title", "at", "expect.outcome", "expect.codes", "expect.score"] as const;

type Column =
  | { kind: "fixed"; name: (typeof fixed)[number] }
  | { kind: "output"; name: string }
  | { kind: "field"; field: FieldInfo }
  | { kind: "none" };

const nothing = { tests: [], replaced: 0, faults: [] };

/** Reads a file of tests against the document they test. Each row is read by itself; what cannot be read is named. */
export function readTestsCsv(
  document: WorkflowDocument,
  text: string,
  existing: readonly SavedTest[],
  at: string,
): ReadTests {
  const rows = rowsOf(text);
  if (typeof rows === "string") return { ...nothing, refusal: rows };
  const [head, ...body] = rows;
  if (!head || body.length === 0)
    return { ...nothing, refusal: "The file needs a row of headings and at least one test." };
  if (body.length > MOST_TESTS)
    return { ...nothing, refusal: `A file holds at most ${MOST_TESTS} tests. Split it.` };
  const columns = columnsOf(document, head.cells);
  if (typeof columns === "string") return { ...nothing, refusal: columns };
  const faults: TestFault[] = [];
  const tests: SavedTest[] = [];
  let replaced = 0;
  for (const row of body) {
    const read = readRow(document, { head: head.cells, columns, row, at });
    if ("faults" in read) {
      faults.push(...read.faults);
      continue;
    }
    if (tests.some(({ title }) => title === read.title)) {
      faults.push({ row: row.row, column: "title", message: `“${read.title}” stands in this file already.` });
      continue;
    }
    const known = existing.find(({ title }) => title === read.title);
    if (known) replaced++;
    tests.push(made(document, read, known, [...existing, ...tests]));
  }
  return { tests, replaced, faults, refusal: undefined };
}

function rowsOf(text: string): CsvRow[] | string {
  const reader = new CsvReader();
  try {
    return [...reader.push(text), ...reader.end()];
  } catch (error) {
    if (error instanceof CsvFault) return `Row ${error.row}: ${error.message}`;
    throw error;
  }
}

function columnsOf(document: WorkflowDocument, headings: readonly string[]): Column[] | string {
  const fields = fieldsOf(document);
  const byTitle = new Map<string, FieldInfo[]>();
  for (const field of fields.values()) {
    const key = field.title.toLowerCase();
    if (isGiven(field)) byTitle.set(key, [...(byTitle.get(key) ?? []), field]);
  }
  const columns: Column[] = [];
  for (const given of headings) {
    const heading = given.trim();
    const name = fixed.find((one) => one === heading.toLowerCase());
    const [titled, ...others] = byTitle.get(heading.toLowerCase()) ?? [];
    if (heading === "") columns.push({ kind: "none" });
    else if (name) columns.push({ kind: "fixed", name });
    else if (heading.startsWith(OUTPUT)) columns.push({ kind: "output", name: heading.slice(OUTPUT.length) });
    else {
      const path = fieldOfPath(fields, heading);
      const field = path ?? (others.length === 0 ? titled : undefined);
      if (!field)
        return others.length > 0
          ? `“${heading}” names ${others.length + 1} fields. Write the path instead, such as ${titled?.path}.`
          : `No field is called “${heading}”. Use a field's path or title, title, at, or expect.outcome, expect.codes, expect.score, expect.values.NAME.`;
      columns.push({ kind: "field", field });
    }
  }
  if (!columns.some((one) => one.kind === "fixed" && one.name === "expect.outcome"))
    return "The file lacks the column expect.outcome: a test that expects nothing cannot fail.";
  return columns;
}

const ROOTS = new Set(["input", "party", "forms", "nodes"]);
const isGiven = ({ path }: FieldInfo) => ROOTS.has(path.split(".")[0] ?? "") && !path.includes("[]");

function fieldOfPath(fields: FieldCatalogue, heading: string): FieldInfo | undefined {
  const field = findField(fields, heading);
  if (field) return isGiven(field) ? field : undefined;
  // What nobody declared is read as it is written: an input may hold more than a workflow names.
  return /^(input|party)(\.[A-Za-z][\w-]*)+$/.test(heading)
    ? { path: heading, title: heading, group: "", type: "any" }
    : undefined;
}

interface ReadRow {
  title: string;
  setup: SavedTest["setup"];
  forms: { readonly [form: string]: JsonObject };
  outcome: string | null;
  codes: string[] | undefined;
  score: number | null | undefined;
  outputs: JsonObject | undefined;
}

function readRow(
  document: WorkflowDocument,
  {
    head,
    columns,
    row,
    at,
  }: { head: readonly string[]; columns: readonly Column[]; row: CsvRow; at: string },
): ReadRow | { faults: TestFault[] } {
  const faults: TestFault[] = [];
  const data: JsonObject = {};
  const read: ReadRow = {
    ...{ title: `Row ${row.row}`, forms: {}, outcome: null, codes: undefined, score: undefined },
    setup: { ...sampleSetup(document, at) },
    outputs: undefined,
  };
  let hasOutcome = false;
  for (const [i, column] of columns.entries()) {
    const cell = row.cells[i]?.trim() ?? "";
    const fault = (message: string) => faults.push({ row: row.row, column: head[i] ?? "", message });
    if (column.kind === "field" && cell !== "") {
      const value = readCell(column.field, cell);
      if ("message" in value) fault(value.message);
      else if (!putPath(data, column.field.path, value.value)) fault("Another column fills the same field.");
    }
    if (column.kind === "output") {
      read.outputs ??= {};
      if (cell !== "") read.outputs[column.name] = freeValue(cell);
    }
    if (column.kind !== "fixed") continue;
    if (column.name === "expect.outcome") {
      const found = outcomeOf(document, cell);
      if (found === undefined)
        fault(
          cell === ""
            ? "Say which outcome is expected, or – for none."
            : `“${cell}” is no outcome of this workflow. Use ${document.outcomes.map(({ key }) => key).join(", ")}, or – for none.`,
        );
      else {
        read.outcome = found;
        hasOutcome = true;
      }
    } else if (column.name === "expect.codes") {
      read.codes = cell.split(/[\s,;]+/).filter(Boolean);
      const unknown = read.codes.filter((code) => !Object.hasOwn(document.reasonCodes, code));
      if (unknown.length > 0) fault(`There is no reason ${unknown.join(", ")} in this workflow.`);
    } else if (column.name === "expect.score") {
      read.score = cell === "" ? null : Number(cell);
      if (Number.isNaN(read.score)) fault("Write the score as a number.");
    } else if (cell !== "" && column.name === "title") read.title = cell.slice(0, 120);
    else if (cell !== "") {
      const time = Date.parse(cell);
      if (Number.isNaN(time)) fault("Write a time such as 2026-01-31T12:00:00Z.");
      else read.setup = { ...read.setup, at: new Date(time).toISOString() };
    }
  }
  if (!hasOutcome && faults.length === 0)
    faults.push({ row: row.row, column: "expect.outcome", message: "Say which outcome is expected." });
  if (faults.length > 0) return { faults };
  const { input = {}, party = {}, forms = {}, nodes = {} } = data as { [root: string]: JsonObject };
  const pins = Object.fromEntries(
    Object.entries(nodes).map(([node, output]): [string, Pin] => [
      node,
      { outlet: firstOutlet(document, node), output: output as JsonObject },
    ]),
  );
  return {
    ...read,
    forms: forms as ReadRow["forms"],
    setup: { ...read.setup, input, party: { ...read.setup.party, ...party }, pins },
  };
}

function firstOutlet(document: WorkflowDocument, node: string): string {
  const { type = "", config } = document.nodes[node] ?? {};
  const definition = Object.hasOwn(nodeCatalogue, type)
    ? nodeCatalogue[type as keyof typeof nodeCatalogue]
    : undefined;
  const settings = definition?.config.safeParse(config);
  if (!definition || !settings?.success) return "";
  return definition.outlets(settings.data as never, document)[0]?.key ?? "";
}

/** The key of an outcome; null where none is expected; nothing where there is no such outcome. */
function outcomeOf({ outcomes }: WorkflowDocument, cell: string): string | null | undefined {
  const wanted = cell.toLowerCase();
  if (NO_DECISION.has(wanted)) return null;
  return outcomes.find(({ key, title }) => key === wanted || title.toLowerCase() === wanted)?.key;
}

type CellValue = { value: Json } | { message: string };

function readCell(field: FieldInfo, cell: string): CellValue {
  switch (field.type) {
    case "number":
      return Number.isFinite(Number(cell)) ? { value: Number(cell) } : { message: "Write a number." };
    case "boolean":
      return /^(true|yes|1)$/i.test(cell)
        ? { value: true }
        : /^(false|no|0)$/i.test(cell)
          ? { value: false }
          : { message: "Write true or false." };
    case "money": {
      const [, amount = "", currency = field.currency ?? ""] = /^(\S+?)(?:\s+([A-Z]{3}))?$/.exec(cell) ?? [];
      return readMoney(amount, currency);
    }
    case "date":
    case "date_time":
      return readValue(field.type, cell);
    case "text":
      return { value: cell };
    case "list":
      return { value: cell.startsWith("[") ? freeValue(cell) : cell.split(";").map((one) => one.trim()) };
    default:
      return { value: freeValue(cell) };
  }
}

/** As JSON says it, where it is JSON; else the text. */
function freeValue(cell: string): Json {
  if (!/^([[{"\d-]|true$|false$|null$)/.test(cell)) return cell;
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return cell;
  }
}

/** The test, played once so that vendors have said something; what the file does not expect is what comes out. */
function made(
  document: WorkflowDocument,
  row: ReadRow,
  known: SavedTest | undefined,
  taken: readonly SavedTest[],
): SavedTest {
  let trial: OpenTrial = { ...openTrial({ setup: row.setup, answers: known?.answers ?? [] }) };
  trial = known ? { ...trial, told: known.answers.length } : withForms(document, trial, row.forms);
  const found = expectationOf(playTrial(document, trial, nodeCatalogue, trial.told));
  return {
    key: known?.key ?? testKey(row.title, taken),
    title: row.title,
    setup: row.setup,
    answers: trial.answers.slice(0, trial.told),
    expected: {
      outcome: row.outcome,
      reasonCodes: row.codes ?? found.reasonCodes,
      score: row.score === undefined ? found.score : row.score,
      outputs: row.outputs ?? found.outputs,
    },
  };
}

const MOST_FORMS = 20;

function withForms(document: WorkflowDocument, opened: OpenTrial, forms: ReadRow["forms"]): OpenTrial {
  const sources = { vendors: "sandbox", people: "hand", past: undefined } as const;
  let trial = toTheEnd(document, opened, sources);
  for (let round = 0; round < MOST_FORMS; round++) {
    const { questions } = playTrial(document, trial, nodeCatalogue, trial.told);
    const [question] = questions;
    const form = question?.signal === "form_submitted" ? String(question.asked["form"]) : undefined;
    const answers = form === undefined ? undefined : forms[form];
    if (!question || !answers) return trial;
    const payload = { answers, submissionId: `sub_csv_${round + 1}` };
    const next = answered(document, trial, { kind: "signal", to: question.to, payload });
    if ("why" in next) return trial;
    trial = toTheEnd(document, next.trial, sources);
  }
  return trial;
}
