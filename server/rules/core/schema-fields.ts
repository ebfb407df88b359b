import type { FieldInfo, FieldType } from "./fields";
import { humanise, large } from "./words";

export type JsonSchema = { [key: string]: unknown };
export type Add = (field: FieldInfo) => void;

export const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const words = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

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
  if (schema["type"] === "integer") field.isWhole = true;
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
export function addProperties(schema: JsonSchema, path: string, group: string, add: Add): void {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const [key, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    addSchema(property, `${path}.${key}`, words(property["title"]) ?? large(humanise(key)), group, add);
  }
}
