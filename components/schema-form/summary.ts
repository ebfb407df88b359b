import type { RJSFSchema } from "@rjsf/utils";
import { showMinor } from "./amounts";
import { sayDay } from "./calendar-day";
import { countryName } from "./countries";
import { asSchema, choicesOf, kindOf } from "./kind";

/** What an answer reads like, in a list's card and on a review page; nothing when there is none. */
export function sayAnswer(
  schema: RJSFSchema,
  value: unknown,
  say: { locale: string; yes: string; no: string; document: (id: string) => string },
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const kind = kindOf(schema);
  switch (kind) {
    case "documents":
      return (
        (Array.isArray(value) ? value : [value]).map((id) => say.document(String(id))).join(", ") || undefined
      );
    case "money": {
      const { amount, currency } = value as { amount?: unknown; currency?: unknown };
      if (amount === undefined) return undefined;
      return typeof amount === "number"
        ? `${currency}\u00a0${showMinor(amount, String(currency), say.locale)}`
        : `${currency}\u00a0${amount}`;
    }
    case "date":
      return sayDay(value, say.locale) ?? String(value);
    case "country":
      return countryName(String(value), say.locale);
    case "yes_no":
    case "consent":
      return value === true ? say.yes : say.no;
    case "choice":
      return choicesOf(schema)?.find((choice) => choice.value === value)?.label ?? String(value);
    case "choices": {
      const names = choicesOf(schema.items as RJSFSchema) ?? [];
      const chosen = Array.isArray(value) ? value : [];
      return (
        names
          .filter((choice) => chosen.includes(choice.value))
          .map((choice) => choice.label)
          .join(", ") || undefined
      );
    }
    case "number": {
      if (typeof value !== "number") return String(value);
      const text = new Intl.NumberFormat(say.locale, { maximumFractionDigits: 12 }).format(value);
      return schema["x-format"] === "percent" ? `${text}\u00a0%` : text;
    }
    case "group":
    case "list":
      return undefined;
    default:
      return String(value);
  }
}

/** The schema of one element: `x-items` holds one per element where they differ. */
export function itemSchemaOf(list: RJSFSchema, index: number): RJSFSchema {
  const own: unknown = list["x-items"];
  return (Array.isArray(own) ? asSchema(own[index]) : undefined) ?? asSchema(list.items) ?? {};
}

const NAMES = ["name", "fullName", "legalName"];

/** The name an element goes by in its list: the field `x-itemTitle` names, else the usual ones. */
export function itemName(list: RJSFSchema, item: unknown): string | undefined {
  const read = (path: string): string | undefined => {
    const value = path.split(".").reduce<unknown>((at, key) => asSchema(at)?.[key], item);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const wished: unknown = list["x-itemTitle"];
  const named = typeof wished === "string" ? read(wished) : undefined;
  const parts = [read("firstName") ?? read("givenName"), read("lastName") ?? read("familyName")];
  return (
    named ??
    NAMES.map(read).find((name) => name !== undefined) ??
    (parts.filter(Boolean).join(" ") || undefined)
  );
}
