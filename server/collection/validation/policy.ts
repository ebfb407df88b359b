import { type OutputUnit, Validator } from "@cfworker/json-schema";
import { RE2JS } from "re2js";
import type { FieldIssue } from "@/server/errors";
import type { Form } from "@/server/workflows/schema";
import { formats, isFormatName } from "../formats/catalogue";
import { type AnswerCode, answerMessage, answerMessages } from "../messages/catalogue";
import {
  type Answers,
  type EffectivePage,
  effectiveForm,
  elementSchema,
  type FormScope,
  isObject,
  type JsonSchema,
  propertiesOf,
  titleOf,
  visibleAnswers,
} from "../policy";

/** One complaint about one field. `message` is English; `code` and `params` say the same in any language. */
export interface AnswerIssue extends FieldIssue {
  code: string;
  params: Record<string, string | number>;
  /** Key of the page the field stands on. */
  page: string;
}

interface Found {
  segments: string[];
  code: AnswerCode;
  params?: Record<string, string | number>;
  /** The form's own words for this mistake. */
  words?: string | undefined;
}

type Resolve = (segments: readonly string[]) => JsonSchema;

/* Keywords that only repeat what a keyword below them says. */
const CONTAINERS = new Set([
  "properties",
  "items",
  "additionalItems",
  "prefixItems",
  "allOf",
  "if",
  "then",
  "else",
  "$ref",
]);
const CHOICES = new Set(["oneOf", "anyOf"]);

const limits: { readonly [keyword: string]: AnswerCode } = {
  minLength: "min_length",
  maxLength: "max_length",
  minimum: "minimum",
  maximum: "maximum",
  exclusiveMinimum: "above",
  exclusiveMaximum: "below",
  multipleOf: "multiple",
  minItems: "min_items",
  maxItems: "max_items",
};

/** Only what the validator should judge: patterns and formats are ours, a list's elements each have their own schema. */
function judged(schema: JsonSchema): Record<string, unknown> {
  const { pattern: _pattern, format: _format, "x-items": elements, ...rest } = schema;
  const out: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([keyword]) => !keyword.startsWith("x-")),
  );
  // Money is one answer of two parts: it is complained about as one.
  if (schema["x-money"] !== undefined) return {};
  if (isObject(schema.properties))
    out.properties = Object.fromEntries(
      Object.entries(propertiesOf(schema)).map(([key, property]) => [key, judged(property)]),
    );
  if (isObject(schema.items)) {
    out.items = Array.isArray(elements) ? (elements as JsonSchema[]).map(judged) : judged(schema.items);
    if (Array.isArray(elements)) out.additionalItems = judged(schema.items);
  }
  return out;
}

const pointer = (location: string) =>
  location
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));

/** The settled schema at a place of the answers. */
function resolver(page: JsonSchema): Resolve {
  return (segments) =>
    segments.reduce<JsonSchema>(
      (schema, segment) =>
        isObject(schema.properties)
          ? (propertiesOf(schema)[segment] ?? {})
          : elementSchema(schema, Number(segment)),
      page,
    );
}

const isChoice = (schema: JsonSchema) =>
  Array.isArray(schema.enum) || Array.isArray(schema.oneOf) || schema["x-format"] === "country";

function requiredCode(schema: JsonSchema): AnswerCode {
  if (typeof schema["x-document"] === "string") return "required_document";
  if (schema.type === "boolean") return schema.const === true ? "required_tick" : "required_choice";
  return isChoice(schema) ? "required_choice" : "required";
}

/** What is missing, down to the fields: nobody can fill in an address, only its street. */
function missingAt(segments: string[], schema: JsonSchema): Found[] {
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  if (!isObject(schema.properties) || schema["x-money"] || required.length === 0)
    return [{ segments, code: requiredCode(schema) }];
  return required.flatMap((key) => missingAt([...segments, key], propertiesOf(schema)[key] ?? {}));
}

function translate(error: OutputUnit, resolve: Resolve): Found[] {
  const segments = pointer(error.instanceLocation);
  if (error.keyword === "required") {
    const missing = /"(.*)"/.exec(error.error)?.[1] ?? "";
    const place = [...segments, missing];
    return missingAt(place, resolve(place));
  }
  return [complaintOf(error, segments, resolve)];
}

function complaintOf(error: OutputUnit, segments: string[], resolve: Resolve): Found {
  const schema = resolve(segments);
  const limit = limits[error.keyword];
  if (limit) return { segments, code: limit, params: { limit: Number(schema[error.keyword]) } };
  if (error.keyword === "type") {
    const code = schema.type === "number" ? "number" : schema.type === "integer" ? "integer" : "type";
    return { segments, code: schema["x-money"] ? "money" : code };
  }
  if (error.keyword === "const" && schema.type === "boolean") return { segments, code: "required_tick" };
  if (["enum", "const", "oneOf", "anyOf"].includes(error.keyword)) return { segments, code: "choice" };
  return { segments, code: error.keyword === "uniqueItems" ? "unique_items" : "other" };
}

/** The validator's complaints at the leaves; those of a choice's alternatives say less than the choice. */
function judge(page: EffectivePage, answers: Answers, resolve: Resolve): Found[] {
  const { errors } = new Validator(judged(page.schema), "7", false).validate(answers);
  const choices = errors
    .filter(({ keyword }) => CHOICES.has(keyword))
    .map((error) => `${error.keywordLocation}/`);
  return errors
    .filter(({ keyword }) => !CONTAINERS.has(keyword))
    .filter(({ keywordLocation }) => !choices.some((choice) => keywordLocation.startsWith(choice)))
    .flatMap((error) => translate(error, resolve));
}

/** Linear-time programs, kept: a hostile answer cannot make a pattern slow. */
const programs = new Map<string, RE2JS | null>();
function programOf(pattern: string): RE2JS | null {
  const known = programs.get(pattern);
  if (known !== undefined) return known;
  let program: RE2JS | null = null;
  try {
    program = RE2JS.compile(pattern);
  } catch {
    // A pattern RE2 does not know is refused when the workflow is published; here it must not stop an applicant.
  }
  programs.set(pattern, program);
  return program;
}

function checkText(schema: JsonSchema, text: string, today: string): Omit<Found, "segments"> | undefined {
  const words = typeof schema["x-message"] === "string" ? schema["x-message"] : undefined;
  if (typeof schema.pattern === "string" && programOf(schema.pattern)?.matcher(text).find() === false)
    return { code: "pattern", words };
  const format =
    schema["x-format"] ?? (schema.format === "date" || schema.format === "email" ? schema.format : undefined);
  if (!isFormatName(format)) return undefined;
  const country = typeof schema["x-country"] === "string" ? schema["x-country"] : undefined;
  if (!formats[format].isValid(text, country)) {
    const local = `${format}_${country}`;
    return { code: Object.hasOwn(answerMessages, local) ? (local as AnswerCode) : format, words };
  }
  if (schema["x-date"] === "past" && text > today) return { code: "date_past" };
  if (schema["x-date"] === "future" && text <= today) return { code: "date_future" };
  return undefined;
}

function checkMoney(schema: JsonSchema, value: unknown): Omit<Found, "segments"> | undefined {
  if (!isObject(value) || !Number.isSafeInteger(value.amount) || Number(value.amount) < 0)
    return { code: "money" };
  const wished = isObject(schema["x-money"]) ? schema["x-money"].currency : undefined;
  if (typeof value.currency !== "string" || !/^[A-Z]{3}$/.test(value.currency)) return { code: "money" };
  return typeof wished === "string" && value.currency !== wished
    ? { code: "money_currency", params: { currency: wished } }
    : undefined;
}

/** What JSON Schema cannot say: check digits, patterns in linear time, money. */
function check(schema: JsonSchema, value: unknown, segments: string[], today: string): Found[] {
  if (value === undefined) return [];
  if (schema["x-money"] !== undefined) {
    const found = checkMoney(schema, value);
    return found ? [{ ...found, segments }] : [];
  }
  if (typeof value === "string") {
    const found = checkText(schema, value, today);
    return found ? [{ ...found, segments }] : [];
  }
  if (Array.isArray(value))
    return value.flatMap((element, index) =>
      check(elementSchema(schema, index), element ?? undefined, [...segments, String(index)], today),
    );
  if (!isObject(value)) return [];
  return Object.entries(propertiesOf(schema)).flatMap(([key, property]) =>
    check(property, Object.hasOwn(value, key) ? value[key] : undefined, [...segments, key], today),
  );
}

const dayIn = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(at),
  );

function validatePage(page: EffectivePage, answers: Answers, scope: FormScope): AnswerIssue[] {
  const resolve = resolver(page.schema);
  const mine = Object.fromEntries(
    Object.keys(propertiesOf(page.schema))
      .filter((key) => Object.hasOwn(answers, key))
      .map((key) => [key, answers[key]]),
  );
  const found = [
    ...judge(page, mine, resolve),
    ...check(page.schema, mine, [], dayIn(scope.at, scope.timeZone)),
  ];
  const issues = new Map<string, AnswerIssue>();
  for (const { segments, code, params: given, words } of found) {
    const path = segments.join(".");
    // The first complaint is the one to mend; a second about the same field is noise.
    if (issues.has(path)) continue;
    const params = { field: titleOf(resolve(segments), segments.at(-1) ?? page.title), ...given };
    const message = words === undefined ? answerMessage(code, params) : words;
    issues.set(path, { path, code, params, message, page: page.key });
  }
  return [...issues.values()];
}

/** Every complaint about a form's answers, in the order of its pages. Empty = it can be handed in. */
export function validateForm(form: Form, answers: Answers, scope: FormScope): AnswerIssue[] {
  const visible = visibleAnswers(form, answers, scope);
  return effectiveForm(form, answers, scope).pages.flatMap((page) => validatePage(page, visible, scope));
}

/** Complaints about one field by its own schema, wherever it stands; asked for by itself, it may not stay empty. */
export function validateField(
  key: string,
  schema: JsonSchema,
  value: unknown,
  scope: FormScope,
): { value: unknown; issues: AnswerIssue[] } {
  const alone = { type: "object", required: [key], properties: { [key]: schema } };
  const form: Form = {
    key: "field",
    title: "",
    pages: [{ key: "field", title: "", schema: alone, uiSchema: {} }],
  };
  const answers = { [key]: value };
  return { value: visibleAnswers(form, answers, scope)[key], issues: validateForm(form, answers, scope) };
}
