import type { JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";

type Answers = { readonly [formKey: string]: JsonObject };

/** Where mail to the applicant goes: the first answered field of format `email`, in the order of the forms' pages. */
export function applicantAddress(document: WorkflowDocument, answers: Answers): string | undefined {
  for (const form of Object.values(document.forms)) {
    const known = Object.hasOwn(answers, form.key) ? answers[form.key] : undefined;
    if (!known) continue;
    for (const page of form.pages) {
      const found = addressIn(page.schema, known);
      if (found) return found;
    }
  }
  return undefined;
}

/** Lists are passed over: an owner's address is not the applicant's. */
function addressIn(schema: unknown, value: unknown): string | undefined {
  if (!isObject(schema)) return undefined;
  if ((schema["x-format"] ?? schema["format"]) === "email" && typeof value === "string" && value !== "")
    return value;
  if (!isObject(schema["properties"]) || !isObject(value)) return undefined;
  for (const [name, part] of Object.entries(schema["properties"])) {
    const found = Object.hasOwn(value, name) ? addressIn(part, value[name]) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
