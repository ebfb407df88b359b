import { fieldOf } from "@/server/collection/field-of";
import {
  effectiveForm,
  elementSchema,
  type FormScope,
  isObject,
  type JsonSchema,
  propertiesOf,
} from "@/server/collection/policy";
import type { Json, JsonObject } from "@/server/engine/state";
import { requirementAsked } from "@/server/nodes/request-information/config";
import type { Form, WorkflowDocument } from "@/server/workflows/schema";

/** Plausible answers for a trial, so that nobody types a whole application to see what a rule does. */

/** What stands for an uploaded document in a trial. */
export const SAMPLE_DOCUMENT = "doc_sample";

const byFormat: { readonly [format: string]: string } = {
  country: "GB",
  currency: "EUR",
  email: "sample@example.com",
  phone: "+442079460958",
  url: "https://example.com",
  uri: "https://example.com",
  iban: "GB33BUKB20201555555555",
  sort_code: "20-00-00",
  routing_number: "021000021",
  account_number: "55779900",
  vat: "GB123456789",
  company_number: "01234500",
  ein: "12-3456789",
  postcode: "LS1 6DT",
  "date-time": "2020-01-31T12:00:00Z",
};

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function sampleString(schema: JsonSchema, key: string): string {
  const format = text(schema["x-format"]) ?? text(schema["format"]) ?? "";
  if (schema["x-document"] !== undefined) return SAMPLE_DOCUMENT;
  if (format === "date") return schema["x-date"] === "future" ? "2099-12-31" : "1990-01-31";
  // What the sandbox knows goes before what a form shows as an example.
  const known = byFormat[format];
  if (known !== undefined) return known;
  const [example] = Array.isArray(schema["examples"]) ? schema["examples"] : [];
  if (typeof example === "string") return example;
  const words = text(schema["title"]) ?? key;
  return `Sample ${words.charAt(0).toLowerCase()}${words.slice(1)}`
    .replace(/[?!.:]+$/, "")
    .slice(0, number(schema["maxLength"]) ?? 80);
}

function sampleOf(schema: JsonSchema, key: string): Json | undefined {
  const [first] = Array.isArray(schema["enum"]) ? schema["enum"] : [];
  if (schema["const"] !== undefined) return schema["const"] as Json;
  if (first !== undefined) return first as Json;
  const money = schema["x-money"];
  if (isObject(money)) return { amount: 100_000, currency: text(money["currency"]) ?? "EUR" };
  switch (schema["type"]) {
    case "boolean":
      return true;
    case "integer":
    case "number": {
      const most = number(schema["maximum"]);
      return most !== undefined && most <= 100 ? most : Math.max(1, number(schema["minimum"]) ?? 1);
    }
    case "array": {
      const items = isObject(schema["items"]) ? schema["items"] : {};
      const one = sampleOf(items, key);
      return one === undefined
        ? []
        : Array.from({ length: Math.max(1, number(schema["minItems"]) ?? 1) }, () => one);
    }
    case "object":
      return sampleObject(schema, {});
    default:
      return sampleString(schema, key);
  }
}

function sampleObject(schema: JsonSchema, given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(propertiesOf(schema)).flatMap(([key, property]): [string, Json][] => {
      const value = Object.hasOwn(given, key) ? completed(property, given[key]) : sampleOf(property, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** What is given stays; an element of a list may still lack what its own answers made visible. */
function completed(schema: JsonSchema, value: Json | undefined): Json | undefined {
  if (!Array.isArray(value)) return value;
  return value.map((one, i) =>
    isObject(one) ? sampleObject(elementSchema(schema, i), one as JsonObject) : one,
  );
}

/** Answers to a whole form: what is given stays, and what becomes visible by an answer is answered too. */
export function sampleAnswers(form: Form, given: JsonObject, scope: FormScope): JsonObject {
  let answers = given;
  for (let round = 0; round < 4; round++) {
    const pages = effectiveForm(form, answers, scope).pages;
    for (const { schema } of pages) answers = { ...answers, ...sampleObject(schema, answers) };
  }
  return answers;
}

/** One thing an applicant is asked for once more, with the field of the form it is about. */
interface Owed {
  kind: "field" | "document";
  key: string;
  subject: string;
  title: string;
  /** Of a field the version's forms know. */
  schema: JsonSchema | undefined;
}

/** What a wait for requirements asks for, in the words of the workflow. */
export function owedIn(document: WorkflowDocument, request: JsonObject): Owed[] {
  const list = Array.isArray(request["requirements"]) ? request["requirements"] : [];
  return list.flatMap((one): Owed[] => {
    const { success, data } = requirementAsked.safeParse(one);
    if (!success) return [];
    const { kind, key, subject } = data;
    if (kind === "document")
      return [
        { kind, key, subject, title: document.settings.documentTypes[key]?.title ?? key, schema: undefined },
      ];
    const place = fieldOf(document, key);
    return [{ kind, key, subject, title: place?.title ?? key, schema: place?.schema }];
  });
}

/** `forms.seller.owners[1].share` with a value, as answers lie over what is known: null means "as it was". */
function put(into: Json | undefined, steps: readonly string[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (/^\d+$/.test(step)) {
    const list: Json[] = Array.isArray(into) ? [...into] : [];
    while (list.length <= Number(step)) list.push(null);
    list[Number(step)] = put(list[Number(step)] ?? undefined, rest, value);
    return list;
  }
  const own: JsonObject = isObject(into) ? (into as JsonObject) : {};
  return { ...own, [step]: put(own[step], rest, value) };
}

/** What `requirements_answered` brings when everything that is owed comes in. */
export function answeredWith(owed: readonly Owed[], values: readonly (Json | undefined)[]): JsonObject {
  let forms: Json = {};
  for (const [i, { kind, key }] of owed.entries()) {
    const value = values[i];
    const steps = key.replace(/\[(\d+)\]/g, ".$1").split(".");
    if (kind === "field" && steps[0] === "forms" && value !== undefined)
      forms = put(forms, steps.slice(1), value);
  }
  return {
    answers: { forms },
    requirements: owed.map(({ kind, key, subject }, i) => ({
      ...{ id: `owed_${i + 1}`, kind, key, subject },
      ...(kind === "document" && { documentId: SAMPLE_DOCUMENT }),
    })),
  };
}
