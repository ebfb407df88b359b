import { isDuration, isMoney } from "./value";
import { valueText, type Words } from "./words";

/**
 * A field's value as a table cell shows it: like a value in a sentence, but without quotation marks, and an object such
 * as an address in one line. Null when there is nothing to show. `path` may name elements: `forms.owners.owners[1].share`.
 */
export function fieldText(value: unknown, path: string, words: Words): string | null {
  if (value === undefined || value === null || value === "") return null;
  const catalogued = path.replaceAll(/\[\d+\]/g, "[]");
  if (Array.isArray(value)) {
    const parts = value.map((one) => fieldText(one, path, words)).filter((part) => part !== null);
    return parts.length > 0 ? parts.join(", ") : null;
  }
  if (typeof value === "object" && !isMoney(value) && !isDuration(value)) {
    const parts = Object.entries(value)
      .map(([key, part]) => fieldText(part, `${path}.${key}`, words))
      .filter((part) => part !== null);
    return parts.length > 0 ? parts.join(", ") : null;
  }
  const text = valueText(value as object, catalogued, words);
  return text === `“${value}”` ? String(value) : text;
}
