import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Operand } from "./ast";
import { addComputed } from "./computed-fields";
import { addOutputs } from "./node-fields";
import { listPath } from "./read";
import { type Add, addProperties, isObject, words } from "./schema-fields";
import { addInput } from "./start-fields";
import { humanise, large, type Words } from "./words";

export type FieldType =
  | "text"
  | "number"
  | "money"
  | "duration"
  | "boolean"
  | "date"
  | "date_time"
  | "list"
  | "object"
  /** Known to exist, of no type that can be told. */
  | "any";

/** One field that rules can read. */
export interface FieldInfo {
  /** `forms.company.legalName`, `forms.owners.owners[].share`, `nodes.registry.results[].details.registryStatus`. */
  path: string;
  title: string;
  /** Where it comes from, for a picker: "Company", "Company registry". */
  group: string;
  type: FieldType;
  /** Money in one currency only. */
  currency?: string;
  isCountry?: boolean;
  choices?: { [value: string]: string };
  /** Whole numbers only. */
  isWhole?: boolean;
  /** A list that always holds exactly one element. */
  isSingle?: boolean;
  /** Type of the elements, for a list of plain values. */
  of?: FieldType;
}

/** Path → field. Below a path of type `any` every path is allowed. */
export type FieldCatalogue = ReadonlyMap<string, FieldInfo>;

function addForms(document: WorkflowDocument, add: Add): void {
  for (const form of Object.values(document.forms))
    for (const page of form.pages) addProperties(page.schema, `forms.${form.key}`, page.title, add);
}

/** Values that a run takes from another one's outputs. */
function addTaken(document: WorkflowDocument, add: Add): void {
  for (const { type, title, config } of Object.values(document.nodes)) {
    if (type !== "sub_workflow" || !isObject(config["values"])) continue;
    for (const key of Object.keys(config["values"]))
      add({ path: `values.${key}`, title: large(humanise(key)), group: title, type: "any" });
  }
}

/** Inside the body of a “for each”: the element it goes through, with the fields of its list. */
function addItems(document: WorkflowDocument, known: FieldCatalogue, add: Add): void {
  for (const { type, title, config } of Object.values(document.nodes)) {
    if (type !== "for_each") continue;
    const list = words(config["list"]) ?? "";
    const group = `Element of ${title}`;
    add({ path: "item", title: group, group, type: "any" });
    add({ path: "index", title: "position", group, type: "number" });
    for (const field of [...known.values()])
      if (field.path.startsWith(`${list}.`))
        add({ ...field, path: `item.${field.path.slice(list.length + 1)}`, group });
  }
}

function addValues(document: WorkflowDocument, add: Add): void {
  for (const set of Object.values(document.rules))
    for (const values of [set.values, ...set.rules.map((rule) => rule.values)])
      for (const [key, operand] of Object.entries(values ?? {}))
        add({
          path: `values.${key}`,
          title: large(humanise(key)),
          group: "Computed values",
          type: valueType(operand),
        });
}

/** As much of a value's type as can be told from the operand alone. */
function valueType(operand: Operand): FieldType {
  if ("value" in operand) {
    const { value } = operand;
    if (typeof value === "number") return "number";
    if (typeof value === "string") return "text";
    if (typeof value === "boolean") return "boolean";
    return Array.isArray(value) ? "list" : "currency" in value ? "money" : "duration";
  }
  return "count" in operand || "ageInYears" in operand || "daysSince" in operand ? "number" : "any";
}

const PARTY: [key: string, title: string, more?: Partial<FieldInfo>][] = [
  ["id", "Party id"],
  ["kind", "Kind of party", { choices: { business: "Business", person: "Person" } }],
  ["name", "Name of the party"],
  ["country", "Country of the party", { isCountry: true }],
  ["reference", "Reference of the party"],
  // What earlier runs wrote to the party.
  ["facts", "What is known of the party", { type: "any" }],
  ["nextReviewOn", "Next review of the party", { type: "date" }],
];

/** Every field a workflow's rules can read: input, party, forms, what nodes leave, computed values. */
export function fieldsOf(document: WorkflowDocument): FieldCatalogue {
  const catalogue = new Map<string, FieldInfo>();
  // A path that two pages of a form share is one field; the first names it.
  const add: Add = (field) => {
    if (!catalogue.has(field.path)) catalogue.set(field.path, field);
  };
  addInput(document, add);
  addForms(document, add);
  addOutputs(document, add);
  addValues(document, add);
  addComputed(document, add);
  addTaken(document, add);
  addItems(document, catalogue, add);
  for (const [key, title, more] of PARTY)
    add({ path: `party.${key}`, title, group: "Party", type: "text", ...more });
  return catalogue;
}

/** The field of a path; with `[]` at its end, the element. Below an `any` everything is `any`. */
export function findField(catalogue: FieldCatalogue, path: string): FieldInfo | undefined {
  const exact = catalogue.get(path) ?? catalogue.get(listPath(path));
  if (exact) return exact;
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    const above = catalogue.get(path.slice(0, end)) ?? catalogue.get(listPath(path.slice(0, end)));
    if (above) return above.type === "any" ? { ...above, path } : undefined;
  }
  return undefined;
}

/** What sentences about a workflow call its fields, outcomes, queues, documents and reasons. */
export function wordsOf(document: WorkflowDocument): Words {
  const fields = [...fieldsOf(document).values()];
  const titles = (entries: Iterable<[string, { title: string }]>) =>
    Object.fromEntries([...entries].map(([key, { title }]) => [key, title]));
  return {
    titles: Object.fromEntries(fields.map(({ path, title }) => [path, title])),
    single: fields.filter((field) => field.isSingle).map((field) => field.path),
    choices: Object.fromEntries(fields.flatMap(({ path, choices }) => (choices ? [[path, choices]] : []))),
    countries: fields.filter((field) => field.isCountry).map((field) => field.path),
    whole: fields.filter((field) => field.isWhole).map((field) => field.path),
    outcomes: Object.fromEntries(document.outcomes.map(({ key, title }) => [key, title])),
    queues: titles(Object.entries(document.settings.queues)),
    documents: titles(Object.entries(document.settings.documentTypes)),
    reasons: Object.fromEntries(
      Object.entries(document.reasonCodes).map(([code, { staff }]) => [code, staff]),
    ),
  };
}
