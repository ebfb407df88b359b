import type { NodeDefinition } from "@/server/engine/node";
import { choicesOf, resolved, type SettingsSchema, settingsSchema } from "@/server/engine/settings-schema";

/** A value inside a node's settings, with what its type's schema says about it. */
interface Setting {
  /** Inside the settings: `ask.name`, `branches.0.when`. */
  path: string;
  value: unknown;
  schema: SettingsSchema;
}

const schemas = new WeakMap<NodeDefinition, SettingsSchema>();

function schemaOf(definition: NodeDefinition): SettingsSchema {
  const known = schemas.get(definition) ?? settingsSchema(definition);
  schemas.set(definition, known);
  return known;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What one of several ways to fill a field cannot be, as far as a glance tells. */
function mayBe(schema: SettingsSchema, value: unknown, root: SettingsSchema): boolean {
  if (schema.const !== undefined) return schema.const === value;
  if (schema.type === "string") return typeof value === "string";
  if (schema.type === "array") return Array.isArray(value);
  if (!schema.properties) return true;
  if (!isRecord(value)) return false;
  return Object.entries(schema.properties).every(([field, property]) => {
    const { const: fixed } = resolved(property, root);
    return fixed === undefined || value[field] === fixed;
  });
}

/** Every value of a node's settings that its schema knows something about; an editor's own value is one. */
export function settingsOf(definition: NodeDefinition, config: unknown): Setting[] {
  const root = schemaOf(definition);
  const found: Setting[] = [];
  const walk = (given: SettingsSchema, value: unknown, path: string) => {
    if (value === undefined) return;
    const schema = resolved(given, root);
    found.push({ path, value, schema });
    if (schema["x-editor"]) return;
    for (const choice of choicesOf(schema) ?? []) {
      const one = resolved(choice, root);
      if (mayBe(one, value, root)) walk(one, value, path);
    }
    const under = (key: string) => (path === "" ? key : `${path}.${key}`);
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items) for (const [i, one] of value.entries()) walk(items, one, under(String(i)));
    } else if (isRecord(value))
      for (const [key, one] of Object.entries(value)) {
        const own = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : undefined;
        const rest = schema.additionalProperties;
        const next = own ?? (typeof rest === "object" ? rest : undefined);
        if (next) walk(next, one, under(key));
      }
  };
  walk(root, config, "");
  return found;
}

/** What people call a setting: the titles on the way to it, `What is sent › name`. */
export function settingWords(definition: NodeDefinition | undefined, path: readonly string[]): string {
  if (!definition) return path.join(" › ");
  const root = schemaOf(definition);
  const words: string[] = [];
  let at: SettingsSchema[] = [root];
  for (const step of path) {
    const here = at.flatMap((one) => {
      const schema = resolved(one, root);
      return [schema, ...(choicesOf(schema) ?? []).map((choice) => resolved(choice, root))];
    });
    const isPlace = /^\d+$/.test(step);
    const next = here.flatMap((schema) => {
      if (isPlace && schema.items) return [schema.items];
      const own = Object.hasOwn(schema.properties ?? {}, step) ? schema.properties?.[step] : undefined;
      return own
        ? [own]
        : typeof schema.additionalProperties === "object"
          ? [schema.additionalProperties]
          : [];
    });
    if (next.length === 0) break;
    const title = next.map((one) => resolved(one, root).title).find((one) => one !== undefined);
    // What is filed under a name goes by that name, and an element by its place.
    const isNamed = here.some(({ properties }) => Object.hasOwn(properties ?? {}, step));
    words.push(isPlace ? String(Number(step) + 1) : isNamed ? (title ?? step) : step);
    at = next;
  }
  return words.join(" › ");
}
