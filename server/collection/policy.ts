import { type Condition, condition as conditionSchema } from "@/server/rules/core/ast";
import type { CalendarSettings } from "@/server/rules/core/calendar";
import { compileCondition } from "@/server/rules/core/compile";
import { readPath } from "@/server/rules/core/read";
import type { Form, FormPage } from "@/server/workflows/schema";
import { formats, isFormatName } from "./formats/catalogue";

export type JsonSchema = { readonly [keyword: string]: unknown };
export type Answers = { readonly [field: string]: unknown };

/** When and where a form is filled. Browser, server and preview pass the same, so they agree on every field. */
export interface FormScope {
  /** ISO 8601 with Z. */
  at: string;
  timeZone: string;
  leapDayBirthday?: CalendarSettings["leapDayBirthday"];
  /** Answers of forms handed in before, by form key. */
  forms?: { readonly [form: string]: Answers };
}

/** A page as it stands now: hidden fields are gone, and `required` is settled. */
export interface EffectivePage {
  key: string;
  title: string;
  description?: string;
  /** A list's `x-items` holds one schema per element, in order; `items` is the schema of an empty one. */
  schema: JsonSchema;
  uiSchema: Record<string, unknown>;
}

export interface EffectiveForm {
  key: string;
  title: string;
  pages: EffectivePage[];
}

/** How a form asks about the answers: conditions, and paths such as that of a country. */
interface Asks {
  holds(condition: unknown, item: unknown): boolean;
  read(path: string, item: unknown): unknown;
}
/** More rounds than a form's fields can depend on each other; a form that never settles stops here, always the same. */
const MAX_ROUNDS = 20;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of an object in the order of its `x-order`: a stored document keeps no order of its own. */
export function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  if (!isObject(schema.properties)) return {};
  const properties = schema.properties as Record<string, JsonSchema>;
  const order = schema["x-order"];
  if (!Array.isArray(order)) return properties;
  const keys = [...new Set([...(order as string[]), ...Object.keys(properties)])];
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(properties, key)).map((key) => [key, properties[key] as JsonSchema]),
  );
}

const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const compiled = new WeakMap<object, Map<string, ReturnType<typeof compileCondition>>>();

function compile(condition: object, settings: CalendarSettings): ReturnType<typeof compileCondition> {
  const zone = `${settings.timeZone}/${settings.leapDayBirthday}`;
  const known = compiled.get(condition) ?? new Map<string, ReturnType<typeof compileCondition>>();
  compiled.set(condition, known);
  let test = known.get(zone);
  if (!test) {
    test = compileCondition(conditionSchema.parse(condition) as Condition, settings);
    known.set(zone, test);
  }
  return test;
}

function asksOver(answersByForm: { readonly [form: string]: Answers }, scope: FormScope): Asks {
  const settings = { timeZone: scope.timeZone, leapDayBirthday: scope.leapDayBirthday ?? "03-01" };
  const data = { input: {}, party: {}, forms: answersByForm as never, nodes: {}, values: {} };
  return {
    holds: (condition, item) =>
      isObject(condition) && compile(condition, settings)(data, scope.at, item).result === true,
    read: (path, item) => (path.startsWith("item.") ? readPath(item, path.slice(5)) : readPath(data, path)),
  };
}

/** A field whose format follows a country answered elsewhere gets that country's. */
function localised(schema: JsonSchema, item: unknown, asks: Asks): JsonSchema {
  const from = schema["x-countryFrom"];
  if (typeof from !== "string") return schema;
  const { "x-countryFrom": _, ...rest } = schema;
  const country = asks.read(from, item);
  return typeof country === "string" && country !== "" ? { ...rest, "x-country": country } : rest;
}

function settleObject(schema: JsonSchema, value: unknown, item: unknown, asks: Asks): JsonSchema {
  const before = new Set(Array.isArray(schema.required) ? (schema.required as string[]) : []);
  const required: string[] = [];
  const properties: Record<string, JsonSchema> = {};
  for (const [key, property] of Object.entries(propertiesOf(schema))) {
    const { "x-visibleWhen": visibleWhen, "x-requiredWhen": requiredWhen, ...rest } = property;
    if (visibleWhen !== undefined && !asks.holds(visibleWhen, item)) continue;
    if (before.has(key) || (requiredWhen !== undefined && asks.holds(requiredWhen, item))) required.push(key);
    properties[key] = settle(rest, own(value, key), item, asks);
  }
  return { ...schema, properties, required };
}

function settle(schema: JsonSchema, value: unknown, item: unknown, asks: Asks): JsonSchema {
  if (isObject(schema.properties)) return settleObject(schema, value, item, asks);
  if (!isObject(schema.items)) return localised(schema, item, asks);
  const element = schema.items as JsonSchema;
  return {
    ...schema,
    items: settle(element, {}, {}, asks),
    "x-items": (Array.isArray(value) ? value : []).map((one) => settle(element, one, one, asks)),
  };
}

function settlePages(form: Form, answers: Answers, visible: Answers, scope: FormScope): EffectivePage[] {
  const asks = asksOver({ ...scope.forms, [form.key]: visible }, scope);
  return form.pages
    .filter((page) => page.visibleWhen === undefined || asks.holds(page.visibleWhen, undefined))
    .map(({ visibleWhen: _, ...page }: FormPage) => ({
      ...page,
      schema: settleObject(page.schema, answers, undefined, asks),
    })) as EffectivePage[];
}

/**
 * The form as it stands for these answers. A hidden answer counts as missing for every condition, so what a field
 * depends on is settled round by round, from everything shown to what really is.
 */
export function effectiveForm(form: Form, answers: Answers, scope: FormScope): EffectiveForm {
  let visible = answers;
  let pages: EffectivePage[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    pages = settlePages(form, answers, visible, scope);
    const next = keepShown(pages, answers);
    if (JSON.stringify(next) === JSON.stringify(visible)) break;
    visible = next;
  }
  return { key: form.key, title: form.title, pages };
}

/** The schema of element `index` of a settled list. */
export function elementSchema(list: JsonSchema, index: number): JsonSchema {
  const elements = list["x-items"];
  const one: unknown = Array.isArray(elements) ? elements[index] : undefined;
  return isObject(one) ? one : isObject(list.items) ? list.items : {};
}

/** A value without what is hidden, empty or unknown to its schema; texts in their one spelling. */
function clean(schema: JsonSchema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") {
    const text = value.trim();
    if (text === "") return undefined;
    const format = schema["x-format"];
    const country = schema["x-country"];
    if (!isFormatName(format)) return text;
    // What holds nothing but separators is kept as it is: the complaint is about what was typed.
    return formats[format].normalise(text, typeof country === "string" ? country : undefined) || text;
  }
  if (Array.isArray(value))
    return value.map((element, index) => clean(elementSchema(schema, index), element) ?? null);
  // A currency that stands beside an empty amount is no answer.
  if (schema["x-money"] !== undefined && isObject(value) && (value.amount ?? "") === "") return undefined;
  if (!isObject(schema.properties)) return value;
  return isObject(value) ? cleanObject(schema, value) : value;
}

function cleanObject(schema: JsonSchema, value: unknown): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(propertiesOf(schema))) {
    const one = clean(property, own(value, key));
    if (one !== undefined && !(isObject(one) && Object.keys(one).length === 0)) kept[key] = one;
  }
  return kept;
}

function keepShown(pages: readonly EffectivePage[], answers: Answers): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const page of pages) Object.assign(shown, cleanObject(page.schema, answers));
  return shown;
}

/** What the run gets: only what is shown and filled in, each in its one spelling. Hidden answers stay saved, and stay here. */
export function visibleAnswers(form: Form, answers: Answers, scope: FormScope): Record<string, unknown> {
  return keepShown(effectiveForm(form, answers, scope).pages, answers);
}

/** A shown field that takes a document: its place in the form's answers, and what is asked for. */
export interface DocumentField {
  /** Dotted, with indexes: `owners.0.passport`. */
  path: string;
  type: string;
  /** `party`, or the list element it belongs to: `forms.owners.owners[0]`. */
  subject: string;
  title: string;
  /** Key of the page it stands on. */
  page: string;
  value: unknown;
}

/** Several papers of one field are about whoever the field is about; a list of people has one each. */
export const isPaperList = (schema: JsonSchema): boolean =>
  isObject(schema.items) && typeof schema.items["x-document"] === "string";

/** Whom the document at a path of the answers is about: `owners.0.passport` → `forms.owners.owners[0]`. */
export function subjectAt(form: Pick<Form, "key">, path: string): string {
  const list = /^(.+?)\.(\d+)\./.exec(path);
  return list ? `forms.${form.key}.${list[1]}[${list[2]}]` : "party";
}

/** Every document the form asks for as it stands. */
export function documentFields(form: Form, answers: Answers, scope: FormScope): DocumentField[] {
  const found: DocumentField[] = [];
  let page = "";
  const walk = (schema: JsonSchema, value: unknown, path: string, subject: string, key: string) => {
    const type = schema["x-document"];
    if (typeof type === "string") {
      const one = { type, subject, title: titleOf(schema, key), page };
      if (!Array.isArray(value)) found.push({ path, ...one, value: value ?? null });
      else
        for (const [index, id] of value.entries())
          found.push({ path: `${path}.${index}`, ...one, value: id });
      return;
    }
    for (const [name, property] of Object.entries(propertiesOf(schema)))
      walk(property, own(value, name), path === "" ? name : `${path}.${name}`, subject, name);
    if (!isObject(schema.items) || !Array.isArray(value)) return;
    for (const [index, element] of value.entries()) {
      const place =
        subject === "party" && !isPaperList(schema) ? `forms.${form.key}.${path}[${index}]` : subject;
      walk(elementSchema(schema, index), element, `${path}.${index}`, place, key);
    }
  };
  for (const { key, schema } of effectiveForm(form, answers, scope).pages) {
    page = key;
    walk(schema, answers, "", "party", "");
  }
  return found;
}

/** What a field is called: its title, else its key made readable (`legalName` → `Legal name`). */
export function titleOf(schema: JsonSchema, key: string): string {
  if (typeof schema.title === "string" && schema.title !== "") return schema.title;
  const words = key
    .replace(/_/g, " ")
    .replace(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an element of a list is called: the field its list names (`x-itemTitle`), else its name. */
export function nameOfElement(list: JsonSchema, element: unknown): string | null {
  const text = (key: string) => {
    const value = key.split(".").reduce<unknown>(own, element);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const wished = list["x-itemTitle"];
  const named = typeof wished === "string" ? text(wished) : undefined;
  const parts = [text("firstName") ?? text("givenName"), text("lastName") ?? text("familyName")];
  const name =
    named ?? text("name") ?? text("fullName") ?? text("legalName") ?? parts.filter(Boolean).join(" ");
  return name === "" ? null : name;
}
