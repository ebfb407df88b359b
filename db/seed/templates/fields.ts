import type { Condition } from "@/server/rules/core/ast";
import { numbered } from "./conditions";

/** Form fields in the conventions of `formPage` (server/workflows/schema.ts). */

export type Field = { [keyword: string]: unknown };

interface Words {
  /** Shown below the field. */
  help?: string;
  example?: string;
}

const field = (schema: Field, { help, example }: Words = {}): Field => ({
  ...schema,
  ...(help === undefined ? {} : { description: help }),
  ...(example === undefined ? {} : { examples: [example] }),
});

export const text = (title: string, words?: Words & { max?: number; min?: number }): Field =>
  field({ type: "string", title, minLength: words?.min ?? 1, maxLength: words?.max ?? 200 }, words);

export const formatted = (title: string, format: string, words?: Words): Field =>
  field({ type: "string", title, minLength: 1, maxLength: 200, "x-format": format }, words);

/** A format whose rules are those of a country answered elsewhere. */
export const local = (title: string, format: string, countryFrom: string, words?: Words): Field => ({
  ...formatted(title, format, words),
  "x-countryFrom": countryFrom,
});

export const country = (title: string, words?: Words): Field => formatted(title, "country", words);

export const date = (title: string, words?: Words): Field =>
  field({ type: "string", title, format: "date", "x-format": "date" }, words);

export const email = (title: string, words?: Words): Field =>
  field({ type: "string", title, format: "email", maxLength: 254, "x-format": "email" }, words);

export const choice = (title: string, choices: { [value: string]: string }, words?: Words): Field =>
  field({ type: "string", title, enum: Object.keys(choices), "x-choices": choices }, words);

export const yesNo = (title: string, words?: Words): Field => field({ type: "boolean", title }, words);

/** A statement that has to be agreed to. */
export const consent = (title: string): Field => ({ type: "boolean", title, const: true });

export const percent = (title: string, words?: Words): Field =>
  field({ type: "number", title, minimum: 0, maximum: 100, multipleOf: 0.01 }, words);

export const wholeNumber = (title: string, maximum: number, words?: Words): Field =>
  field({ type: "integer", title, minimum: 0, maximum }, words);

export const money = (title: string, currency: string, words?: Words): Field =>
  field(
    {
      type: "object",
      title,
      "x-money": { currency },
      properties: {
        amount: { type: "integer", minimum: 0, maximum: 1_000_000_000_000 },
        currency: { type: "string", const: currency },
      },
      required: ["amount", "currency"],
      additionalProperties: false,
    },
    words,
  );

export const document = (title: string, type: string, words?: Words): Field =>
  field({ type: "string", title, minLength: 1, maxLength: 64, "x-document": type }, words);

/** Fields under their keys; those in `optional` may stay empty. A page's title is its question, a list's its element. */
export function object(
  title: string | undefined,
  properties: { [key: string]: Field },
  optional: string[] = [],
): Field {
  // What is shown only sometimes is required only then: `x-requiredWhen` says so.
  const required = Object.entries(properties)
    .filter(([key, schema]) => !optional.includes(key) && schema["x-visibleWhen"] === undefined)
    .map(([key]) => key);
  return {
    type: "object",
    ...(title === undefined ? {} : { title }),
    "x-order": Object.keys(properties),
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, schema]) => [key, withIds(key, schema)]),
    ),
    required,
  };
}

function withIds(key: string, schema: Field): Field {
  const result = { ...schema };
  for (const [keyword, name] of [
    ["x-visibleWhen", "shown"],
    ["x-requiredWhen", "required"],
  ] as const)
    if (result[keyword] !== undefined)
      result[keyword] = numbered(`${key}.${name}`, result[keyword] as Condition);
  return result;
}

/** Shown, and then required, only when the condition holds. */
export const shownWhen = (condition: Condition, schema: Field): Field => ({
  ...schema,
  "x-visibleWhen": condition,
  "x-requiredWhen": condition,
});

/** Shown only when the condition holds, and never required. */
export const offeredWhen = (condition: Condition, schema: Field): Field => ({
  ...schema,
  "x-visibleWhen": condition,
});

/** `country` is where its country is answered: the postcode then has to be one of that country. */
export const address = (title: string, words: { state?: Condition; country?: string } = {}): Field =>
  object(title, {
    street: text("Street and number", { example: "12 Market Street" }),
    city: text("Town or city"),
    ...(words.state
      ? { state: shownWhen(words.state, text("State", { max: 40, example: "Delaware" })) }
      : {}),
    postcode: words.country
      ? local("Postcode", "postcode", words.country)
      : formatted("Postcode", "postcode"),
  });
