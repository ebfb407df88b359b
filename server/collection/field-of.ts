import type { Form, WorkflowDocument } from "@/server/workflows/schema";
import { isObject, type JsonSchema, nameOfElement, propertiesOf, titleOf } from "./policy";

/** One field of a version's forms, found by its path in the run's data. */
export interface FieldPlace {
  form: Form;
  /** Inside the form, dotted: `owners.1.email`. */
  path: string;
  key: string;
  title: string;
  schema: JsonSchema;
  uiSchema: Record<string, unknown>;
}

/** `forms.owners.owners[1].email` → form `owners`, steps `owners`, `1`, `email`. */
function stepsOfPath(path: string): { form: string; steps: string[] } | undefined {
  const [root, form, ...rest] = path.replace(/\[(\d+)\]/g, ".$1").split(".");
  return root === "forms" && form && rest.length > 0 ? { form, steps: rest } : undefined;
}

const withoutConditions = ({
  "x-visibleWhen": _v,
  "x-requiredWhen": _r,
  ...schema
}: JsonSchema): JsonSchema => schema;

/** The field a requirement names; undefined when the version has no such field. */
export function fieldOf(document: WorkflowDocument, path: string): FieldPlace | undefined {
  const place = stepsOfPath(path);
  const form = place && Object.hasOwn(document.forms, place.form) ? document.forms[place.form] : undefined;
  if (!place || !form) return undefined;
  const [first] = place.steps;
  for (const page of form.pages) {
    if (!first || !Object.hasOwn(propertiesOf(page.schema), first)) continue;
    let schema: JsonSchema = page.schema;
    let uiSchema: unknown = page.uiSchema;
    let key = first;
    for (const step of place.steps) {
      const isIndex = isObject(schema.items) && /^\d+$/.test(step);
      const next: unknown = isIndex
        ? schema.items
        : Object.hasOwn(propertiesOf(schema), step)
          ? propertiesOf(schema)[step]
          : undefined;
      if (!isObject(next)) return undefined;
      uiSchema = isObject(uiSchema) ? uiSchema[isIndex ? "items" : step] : undefined;
      schema = next;
      if (!isIndex) key = step;
    }
    return {
      form,
      path: place.steps.join("."),
      key,
      title: titleOf(schema, key),
      schema: withoutConditions(schema),
      uiSchema: isObject(uiSchema) ? uiSchema : {},
    };
  }
  return undefined;
}

/** What stands at a dotted path. */
export function readAt(answers: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((here, step) => {
    if (Array.isArray(here)) return /^\d+$/.test(step) ? here[Number(step)] : undefined;
    return isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }, answers);
}

/** Whom `forms.owners.owners[1]` is about, by the name the applicant gave. */
export function subjectName(
  document: WorkflowDocument,
  forms: { readonly [form: string]: unknown },
  subject: string,
): string | null {
  const place = stepsOfPath(subject);
  const list = fieldOf(document, subject.replace(/\[\d+\]$/, ""));
  if (!place || !list) return null;
  return nameOfElement(list.schema, readAt(forms[place.form], place.steps.join(".")));
}
