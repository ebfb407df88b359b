import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { asSchema, kindOf } from "./kind";

/** The UI schema with every field's drawing part named. What the author wrote there (order, hints) stays. */
export function looksOf(schema: RJSFSchema, uiSchema: UiSchema = {}): UiSchema {
  const kind = kindOf(schema, uiSchema["ui:widget"]);
  const { "ui:widget": _wish, ...own } = uiSchema;
  if (_wish === "hidden") return uiSchema;
  const order: unknown = own["ui:order"] ?? schema["x-order"];
  const looks: UiSchema = { ...own, "ui:kind": kind };
  if (kind !== "group") looks["ui:field"] = kind;
  if (kind === "group") {
    // A new field must not break the page because somebody forgot to list it.
    if (Array.isArray(order)) looks["ui:order"] = [...order.filter((key) => key !== "*"), "*"];
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      looks[name] = looksOf(asSchema(property) ?? {}, own[name] as UiSchema | undefined);
  }
  return looks;
}
