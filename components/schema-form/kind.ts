import type { RJSFSchema } from "@rjsf/utils";

/** What a field is to the person who fills it. Meaning stands in the schema; looks follow from it. */
export const fieldKinds = [
  "text",
  "long_text",
  "number",
  "money",
  "date",
  "country",
  "phone",
  "email",
  "url",
  "choice",
  "choices",
  "yes_no",
  "consent",
  "iban",
  "sort_code",
  "code",
  "documents",
  "list",
  "group",
] as const;
export type FieldKind = (typeof fieldKinds)[number];

const LONG_TEXT = 250;
/** So many answers are all shown at once; more fold into a list. */
export const FEW = 5;
/** Formats (`x-format` or `format`) that have a widget of their own. */
const byFormat: Record<string, FieldKind> = {
  date: "date",
  country: "country",
  phone: "phone",
  email: "email",
  uri: "url",
  url: "url",
  iban: "iban",
  account_number: "code",
  routing_number: "code",
  vat: "code",
  company_number: "code",
  ein: "code",
  postcode: "code",
  currency: "code",
  sort_code: "sort_code",
  long_text: "long_text",
};

export interface Choice {
  value: string | number | boolean;
  label: string;
}

export const asSchema = (value: unknown): RJSFSchema | undefined =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as RJSFSchema) : undefined;

/** The answers a closed question offers, in order; nothing when the question is open. */
export function choicesOf(schema: RJSFSchema): Choice[] | undefined {
  const named = [schema.oneOf, schema.anyOf].find(
    (options) => options?.length && options.every((option) => asSchema(option)?.const !== undefined),
  );
  if (named)
    return named.map((option) => {
      const { const: value, title } = option as RJSFSchema;
      return { value: value as Choice["value"], label: title ?? String(value) };
    });
  if (!Array.isArray(schema.enum)) return undefined;
  const words = asSchema(schema["x-choices"]);
  return schema.enum.map((value) => ({
    value: value as Choice["value"],
    label: String(words?.[String(value)] ?? value),
  }));
}

/** What kind of field a schema describes. `widget` is the UI schema's wish, where one schema can look two ways. */
export function kindOf(schema: RJSFSchema, widget?: unknown): FieldKind {
  if (schema["x-document"]) return "documents";
  if (schema["x-money"]) return "money";
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  const format = byFormat[String(schema["x-format"] ?? schema.format ?? "")];
  if (type === "array") {
    const items = asSchema(schema.items);
    if (items?.["x-document"]) return "documents";
    return items && items.type !== "object" && choicesOf(items) ? "choices" : "list";
  }
  if (type === "object" || schema.properties) return "group";
  if (type === "boolean") return schema.const === true || widget === "consent" ? "consent" : "yes_no";
  if (type === "number" || type === "integer") return choicesOf(schema) ? "choice" : "number";
  const choices = choicesOf(schema);
  if (format === "country" && !(choices && choices.length <= FEW)) return "country";
  if (choices) return "choice";
  if (format) return format;
  return widget === "textarea" || (schema.maxLength ?? 0) > LONG_TEXT ? "long_text" : "text";
}

/** The document type a field takes. */
export const documentTypeOf = (schema: RJSFSchema): string =>
  String(schema["x-document"] ?? asSchema(schema.items)?.["x-document"] ?? "");

/** The currencies a money field takes: `x-money: { currency }`, one or several. */
export function currenciesOf(schema: RJSFSchema): string[] {
  const currency = asSchema(schema["x-money"])?.["currency"];
  return (Array.isArray(currency) ? currency : [currency]).filter((one) => typeof one === "string");
}
