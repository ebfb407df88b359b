import { asSchema } from "@/components/schema-form/kind";
import { readAt } from "./answers";

type Schema = Record<string, unknown>;

/** A page's schema with every `currencyFrom` looked up in the answers, so that fields need to know no other field. */
export function settleCurrencies(schema: Schema, forms: Record<string, unknown>): Schema {
  const money = asSchema(schema["x-money"]);
  const from: unknown = money?.["currencyFrom"];
  if (typeof from === "string") {
    const currency = readAt({ forms }, from);
    return { ...schema, "x-money": typeof currency === "string" ? { currency } : {} };
  }
  const properties = asSchema(schema["properties"]);
  const items = asSchema(schema["items"]);
  const elements: unknown = schema["x-items"];
  return {
    ...schema,
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, one]) => [key, settleCurrencies(one as Schema, forms)]),
          ),
        }
      : {}),
    ...(items ? { items: settleCurrencies(items, forms) } : {}),
    ...(Array.isArray(elements)
      ? { "x-items": elements.map((one) => settleCurrencies(one as Schema, forms)) }
      : {}),
  };
}
