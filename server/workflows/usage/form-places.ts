import { absolutePath } from "@/server/rules/core/sentences";
import type { WorkflowDocument } from "../schema";
import type { Place } from "./policy";

type Schema = { readonly [key: string]: unknown };
const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where forms ask for a field, and the fields they look up to ask it rightly. */
export function formPlaces({ forms }: WorkflowDocument): Place[] {
  return Object.entries(forms).flatMap(([name, form]) =>
    form.pages.flatMap(({ schema }, i) =>
      placesIn(schema, `forms.${name}.pages.${i}.schema`, `forms.${form.key}`, undefined),
    ),
  );
}

function placesIn(schema: unknown, at: string, path: string, list: string | undefined): Place[] {
  if (!isSchema(schema)) return [];
  const money = schema["x-money"];
  const looks = (from: unknown, place: string): Place[] =>
    typeof from === "string"
      ? [{ kind: "field", key: absolutePath(from, list), path: `${at}.${place}`, how: "reads" }]
      : [];
  return [
    ...looks(schema["x-countryFrom"], "x-countryFrom"),
    ...(isSchema(money) ? looks(money["currencyFrom"], "x-money.currencyFrom") : []),
    ...Object.entries(isSchema(schema["properties"]) ? schema["properties"] : {}).flatMap(
      ([name, property]): Place[] => {
        const [place, field] = [`${at}.properties.${name}`, `${path}.${name}`];
        return [
          { kind: "field", key: field, path: place, how: "writes" },
          ...placesIn(property, place, field, list),
        ];
      },
    ),
    ...placesIn(schema["items"], `${at}.items`, `${path}[]`, path),
  ];
}
