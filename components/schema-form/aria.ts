import type { RJSFSchema, UiSchema } from "@rjsf/utils";

export const labelIdOf = (id: string) => `${id}__label`;
export const helpIdOf = (id: string) => `${id}__help`;
export const problemIdOf = (id: string) => `${id}__problem`;

/** Help under the field: the UI schema's, else the schema's description; and an example, when there is one. */
export function helpOf(schema: RJSFSchema, uiSchema: UiSchema = {}): { help?: string; example?: string } {
  const help: unknown = uiSchema["ui:help"] ?? uiSchema["ui:description"] ?? schema.description;
  const example: unknown = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  return {
    ...(typeof help === "string" && help !== "" ? { help } : {}),
    ...(typeof example === "string" || typeof example === "number" ? { example: String(example) } : {}),
  };
}

interface Field {
  id: string;
  schema: RJSFSchema;
  uiSchema?: UiSchema | undefined;
  rawErrors?: string[] | undefined;
  required?: boolean | undefined;
}

/** What a screen reader must be told about a control: what describes it, and whether it needs another look. */
export function ariaOf({ id, schema, uiSchema, rawErrors, required }: Field) {
  const hasProblem = Boolean(rawErrors?.length);
  const hasHelp = Object.keys(helpOf(schema, uiSchema)).length > 0;
  const described = [hasProblem && problemIdOf(id), hasHelp && helpIdOf(id)].filter(Boolean);
  return {
    "aria-describedby": described.length ? described.join(" ") : undefined,
    "aria-invalid": hasProblem || undefined,
    "aria-required": required || undefined,
  };
}
