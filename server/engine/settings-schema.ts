import { z } from "zod";
import type { NodeDefinition } from "./node";

/** As much of JSON Schema draft-07 as zod writes for settings. `x-editor` names an editor of its own: a condition, an operand. */
export interface SettingsSchema {
  type?: "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: { [field: string]: SettingsSchema };
  required?: string[];
  additionalProperties?: boolean | SettingsSchema;
  items?: SettingsSchema;
  anyOf?: SettingsSchema[];
  oneOf?: SettingsSchema[];
  allOf?: SettingsSchema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
  definitions?: { [name: string]: SettingsSchema };
  "x-editor"?: string;
  /** What of the workflow the text names by key: `ruleSet`, `table`, `form`, … */
  "x-names"?: string;
  /** What else the text may say, with what it means. */
  "x-also"?: { [value: string]: string };
  /** The text is a path of the run's data: one that is read there, or one that is declared. */
  "x-path"?: "read" | "declared";
  /** Types that the field at the path may have, or the step that is named; without, any. */
  "x-types"?: string[];
  /** The text may hold paths in double braces. */
  "x-template"?: true;
}

/** The settings of a node type as a form can read them; the one source of form, docs and their test. */
export function settingsSchema(definition: Pick<NodeDefinition, "config">): SettingsSchema {
  return z.toJSONSchema(definition.config, { target: "draft-07", io: "input" }) as SettingsSchema;
}

/** The schema with its references followed; what is said beside a reference wins. */
export function resolved(schema: SettingsSchema, root: SettingsSchema): SettingsSchema {
  const { $ref, allOf, ...own } = schema;
  const behind = [...(allOf ?? []), ...($ref === undefined ? [] : [{ ...root.definitions?.[nameIn($ref)] }])];
  if (behind.length === 0) return own;
  return Object.assign({}, ...behind.map((part) => resolved(part, root)), own);
}

const nameIn = (ref: string) => ref.slice("#/definitions/".length);

/** Ways to fill a field, when there are several. */
export const choicesOf = (schema: SettingsSchema): SettingsSchema[] | undefined =>
  schema.oneOf ?? schema.anyOf;

/** A field whose value is fixed chooses an alternative; it is never shown. */
export const isFixed = (schema: SettingsSchema): boolean => schema.const !== undefined;

/** Fields, at any depth, that a form would have to show without a name. */
export function fieldsWithoutTitle(definition: Pick<NodeDefinition, "config">): string[] {
  const root = settingsSchema(definition);
  const nameless: string[] = [];
  const walk = (given: SettingsSchema, at: string, isNamed: boolean) => {
    const schema = resolved(given, root);
    if (!isNamed && !schema.title && !schema.description && !isFixed(schema)) nameless.push(at);
    if (schema["x-editor"]) return;
    for (const [field, property] of Object.entries(schema.properties ?? {}))
      walk(property, at === "" ? field : `${at}.${field}`, false);
    // An element or an alternative goes by the name of its field.
    if (schema.items) walk(schema.items, `${at}[]`, true);
    if (typeof schema.additionalProperties === "object") walk(schema.additionalProperties, `${at}.*`, true);
    for (const choice of choicesOf(schema) ?? []) walk(choice, at, at !== "");
  };
  walk(root, "", true);
  return nameless;
}
