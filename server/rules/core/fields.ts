import { z } from "zod";
import { checkStatuses } from "@/db/enums/enums";
import { answerDetails, type Capability, capabilityNames } from "@/server/plugins/contract";
import type { WorkflowDocument, WorkflowNode } from "@/server/workflows/schema";
import type { Operand } from "./ast";
import { addComputed } from "./computed-fields";
import { listPath } from "./read";
import { humanise, type Words } from "./words";

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
  /** A list that always holds exactly one element. */
  isSingle?: boolean;
  /** Type of the elements, for a list of plain values. */
  of?: FieldType;
}

/** Path → field. Below a path of type `any` every path is allowed. */
export type FieldCatalogue = ReadonlyMap<string, FieldInfo>;

type JsonSchema = { [key: string]: unknown };
type Add = (field: FieldInfo) => void;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const words = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const large = (line: string) => line.charAt(0).toUpperCase() + line.slice(1);

function choicesOf(schema: JsonSchema): FieldInfo["choices"] {
  const values: unknown = schema["enum"];
  if (!Array.isArray(values)) return undefined;
  const titles = isObject(schema["x-choices"]) ? schema["x-choices"] : {};
  return Object.fromEntries(
    values
      .filter((value) => typeof value === "string")
      .map((value) => [value, words(titles[value]) ?? large(humanise(value))]),
  );
}

function typeOf(schema: JsonSchema): FieldType {
  if (isObject(schema["x-money"])) return "money";
  const format = words(schema["x-format"]) ?? words(schema["format"]);
  const type = Array.isArray(schema["type"]) ? schema["type"].find((one) => one !== "null") : schema["type"];
  switch (type) {
    case "string":
      return format === "date" ? "date" : format === "date-time" ? "date_time" : "text";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "object":
      return "object";
    default:
      return Array.isArray(schema["enum"]) ? "text" : "any";
  }
}

/** A schema's field and everything below it. */
function addSchema(schema: JsonSchema, path: string, title: string, group: string, add: Add): void {
  const type = typeOf(schema);
  const field: FieldInfo = { path, title, group, type };
  const choices = choicesOf(schema);
  if (choices) field.choices = choices;
  if (schema["x-format"] === "country") field.isCountry = true;
  if (isObject(schema["x-money"])) {
    const currency = words(schema["x-money"]["currency"]);
    if (currency) field.currency = currency;
    add(field);
    add({ path: `${path}.amount`, title: `${title}, minor units`, group, type: "number" });
    add({ path: `${path}.currency`, title: `${title}, currency`, group, type: "text" });
    return;
  }
  const items = schema["items"];
  if (type === "list" && isObject(items)) {
    const of = typeOf(items);
    add({ ...field, of });
    if (of === "object") addProperties(items, `${path}[]`, group, add);
    else addSchema(items, `${path}[]`, title, group, add);
    return;
  }
  add(field);
  if (type === "object") addProperties(schema, path, group, add);
}

/** Properties, also those that only a branch of `allOf`, `then` or `else` names. */
function addProperties(schema: JsonSchema, path: string, group: string, add: Add): void {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const [key, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    addSchema(property, `${path}.${key}`, words(property["title"]) ?? large(humanise(key)), group, add);
  }
}

function addForms(document: WorkflowDocument, add: Add): void {
  for (const form of Object.values(document.forms))
    for (const page of form.pages) addProperties(page.schema, `forms.${form.key}`, page.title, add);
}

const statuses = Object.fromEntries(checkStatuses.map((status) => [status, large(humanise(status))]));

function addCheck(node: WorkflowNode, path: string, add: Add): void {
  const { title } = node;
  const results = `${path}.results`;
  const group = title;
  const isSingle = node.config["subjects"] === undefined || node.config["subjects"] === "party";
  add({ path: `${path}.status`, title: `${title}: status`, group, type: "text", choices: statuses });
  add({ path: results, title, group, type: "list", of: "object", isSingle });
  // One answer needs no "in …" behind it, so the check's name stands before the field.
  const named = (field: string) => (isSingle ? `${title}: ${field}` : field);
  const each = `${results}[]`;
  add({ path: `${each}.status`, title: named("status"), group, type: "text", choices: statuses });
  for (const key of ["subject", "subjectName", "label", "sentence", "source"])
    add({ path: `${each}.${key}`, title: named(humanise(key)), group, type: "text" });
  const capability = node.config["capability"];
  if (!capabilityNames.includes(capability as Capability)) return;
  const details = z.toJSONSchema(answerDetails[capability as Capability], { io: "output" }) as JsonSchema;
  addProperties(details, `${each}.details`, group, (field) => {
    const own = field.path.slice(`${each}.details.`.length);
    const isInner = own.includes("[]");
    const name = own.split(".").at(-1)?.replace("[]", "") ?? own;
    const extra = /Country$/.test(name)
      ? { isCountry: true }
      : /On$/.test(name)
        ? { type: "date" as const }
        : {};
    add({ ...field, ...extra, title: isInner ? humanise(name) : named(humanise(name)) });
  });
}

/** What a node leaves at `nodes.KEY`, by its type. Types that leave nothing have no line. */
const outputs: { readonly [type: string]: (node: WorkflowNode, path: string, add: Add) => void } = {
  check: addCheck,
  screening: (node, path, add) => {
    const config = { ...node.config, capability: "watchlist_screening" };
    addCheck({ ...node, config }, path, add);
    const ignored = { path: `${path}.results[].details.ignored`, title: "hits that do not count" };
    add({ ...ignored, group: node.title, type: "number" });
  },
  http_request: ({ title, config }, path, add) => {
    const group = title;
    add({ path: `${path}.status`, title: `${title}: status`, group, type: "number" });
    for (const key of Object.keys(isObject(config["answer"]) ? config["answer"] : {}))
      add({ path: `${path}.${key}`, title: `${title}: ${humanise(key)}`, group, type: "any" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group, type: "text" });
  },
  sql_query: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.rows`, title: `${title}: rows`, group, type: "list", of: "object" });
    add({ path: `${path}.rows[]`, title: "row", group, type: "any" });
    add({ path: `${path}.count`, title: `${title}: number of rows`, group, type: "number" });
    add({ path: `${path}.isCut`, title: `${title}: rows were left out`, group, type: "boolean" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group, type: "text" });
  },
  set_party_data: ({ title }, path, add) => {
    add({ path: `${path}.nextReviewOn`, title: `${title}: next review`, group: title, type: "date" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group: title, type: "text" });
  },
  collect: ({ title }, path, add) =>
    add({ path: `${path}.submittedAt`, title: `${title}: handed in at`, group: title, type: "date_time" }),
  branch: ({ title }, path, add) =>
    add({ path: `${path}.chosen`, title: `${title}: chosen`, group: title, type: "text" }),
  rules: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.outcome`, title: `${title}: outcome`, group, type: "text" });
    add({ path: `${path}.points`, title: `${title}: points`, group, type: "number" });
    add({ path: `${path}.queue`, title: `${title}: queue`, group, type: "text" });
    for (const key of ["flags", "reasonCodes"])
      add({ path: `${path}.${key}`, title: `${title}: ${humanise(key)}`, group, type: "list", of: "text" });
    add({ path: `${path}.fired`, title: `${title}: rules that fired`, group, type: "list", of: "object" });
    add({ path: `${path}.fired[].code`, title: "rule code", group, type: "text" });
    add({ path: `${path}.requirements`, title: `${title}: asked for`, group, type: "list", of: "object" });
    for (const key of ["kind", "key", "subject", "reasonCode"])
      add({ path: `${path}.requirements[].${key}`, title: humanise(key), group, type: "text" });
  },
  ownership: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.total`, title: `${title}: sum of shares`, group, type: "number" });
    add({ path: `${path}.owners`, title, group, type: "list", of: "object" });
    const each = `${path}.owners[]`;
    add({ path: `${each}.index`, title: "position", group, type: "number" });
    add({ path: `${each}.name`, title: "name", group, type: "text" });
    add({ path: `${each}.effectiveShare`, title: "effective share", group, type: "number" });
    add({ path: `${each}.isBeneficialOwner`, title: "is a beneficial owner", group, type: "boolean" });
    add({ path: `${each}.reason`, title: "reason", group, type: "text" });
    add({ path: `${each}.paths`, title: "paths", group, type: "any" });
  },
  review: ({ title }, path, add) => {
    add({ path: `${path}.verdict`, title: `${title}: verdict`, group: title, type: "text" });
    for (const key of ["reasonCodes", "by"])
      add({
        path: `${path}.${key}`,
        title: `${title}: ${humanise(key)}`,
        group: title,
        type: "list",
        of: "text",
      });
    add({ path: `${path}.items`, title: `${title}: sent back`, group: title, type: "list", of: "object" });
    for (const key of ["kind", "key", "subject", "reasonCode", "note"])
      add({ path: `${path}.items[].${key}`, title: humanise(key), group: title, type: "text" });
  },
  join: ({ title }, path, add) =>
    add({ path: `${path}.arrived`, title: `${title}: branches`, group: title, type: "list", of: "text" }),
  wait: ({ title }, path, add) => {
    add({ path: `${path}.ended`, title: `${title}: ended by`, group: title, type: "text" });
    add({ path: `${path}.payload`, title: `${title}: what the signal brought`, group: title, type: "any" });
  },
  sub_workflow: ({ title }, path, add) => {
    const group = title;
    for (const key of ["status", "outcome", "run"])
      add({ path: `${path}.${key}`, title: `${title}: ${key}`, group, type: "text" });
    add({ path: `${path}.reasonCodes`, title: `${title}: reasons`, group, type: "list", of: "text" });
    add({ path: `${path}.outputs`, title: `${title}: outputs`, group, type: "any" });
  },
  for_each: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.count`, title: `${title}: elements`, group, type: "number" });
    add({ path: `${path}.failed`, title: `${title}: failed`, group, type: "number" });
    add({ path: `${path}.items`, title, group, type: "list", of: "object" });
    add({ path: `${path}.items[].index`, title: "position", group, type: "number" });
    add({ path: `${path}.items[].result`, title: "result", group, type: "text" });
    add({ path: `${path}.items[].output`, title: "output", group, type: "any" });
  },
  request_information: ({ title }, path, add) => {
    add({ path: `${path}.answered`, title: `${title}: answered`, group: title, type: "any" });
  },
};

/** What a start brings whatever its settings. */
const brought: { readonly [type: string]: readonly Omit<FieldInfo, "group">[] } = {
  transaction_start: [
    { path: "input.transaction.id", title: "Transaction", type: "text" },
    { path: "input.transaction.at", title: "Time of the transaction", type: "date_time" },
    { path: "input.transaction.amount", title: "Amount", type: "money" },
    { path: "input.transaction.amount.amount", title: "Amount, minor units", type: "number" },
    { path: "input.transaction.amount.currency", title: "Amount, currency", type: "text" },
    {
      path: "input.transaction.direction",
      title: "Direction",
      type: "text",
      choices: { in: "In", out: "Out" },
    },
  ],
  schedule_start: [{ path: "input.scheduledFor", title: "Scheduled for", type: "date_time" }],
  party_changed_start: [{ path: "input.changed", title: "What changed", type: "list", of: "text" }],
};

function addInput(document: WorkflowDocument, add: Add): void {
  for (const { type } of Object.values(document.nodes))
    for (const field of brought[type] ?? []) add({ ...field, group: "Input" });
  for (const node of Object.values(document.nodes)) {
    const fields = node.type.endsWith("_start") ? node.config["fields"] : undefined;
    for (const field of Array.isArray(fields) ? fields : []) {
      const path = isObject(field) ? words(field["path"]) : undefined;
      if (!path) continue;
      const title = words((field as JsonSchema)["title"]) ?? large(humanise(path));
      const at = path.startsWith("input.") ? path : `input.${path}`;
      add({ path: at, title, group: "Input", ...requestType((field as JsonSchema)["type"]) });
    }
  }
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

/** The type of a declared field of a request; one without may hold anything. */
function requestType(type: unknown): Pick<FieldInfo, "type" | "isCountry"> {
  if (type === "country") return { type: "text", isCountry: true };
  const known: FieldType[] = ["text", "number", "money", "boolean", "date", "date_time"];
  return { type: known.find((one) => one === type) ?? "any" };
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
  for (const [key, node] of Object.entries(document.nodes)) outputs[node.type]?.(node, `nodes.${key}`, add);
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
    outcomes: Object.fromEntries(document.outcomes.map(({ key, title }) => [key, title])),
    queues: titles(Object.entries(document.settings.queues)),
    documents: titles(Object.entries(document.settings.documentTypes)),
    reasons: Object.fromEntries(
      Object.entries(document.reasonCodes).map(([code, { staff }]) => [code, staff]),
    ),
  };
}
