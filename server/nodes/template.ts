import { z } from "zod";
import type { NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { readPath } from "@/server/rules/core/read";
import { isMissing } from "@/server/rules/core/value";

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const WHOLE = /^\{\{\s*([^{}]*?)\s*\}\}$/;
const PATH = /^((input|party|forms|nodes|values|item)(\.[\w-]+)+|index)$/;
const PLACEHOLDER_RULE = "A placeholder is a path in double braces, like {{forms.company.legalName}}.";

const holdsPaths = (text: string) =>
  [...text.matchAll(PLACEHOLDER)].every(([, path]) => PATH.test(path ?? ""));

/** Text with placeholders. */
export const template = (max: number) =>
  z.string().min(1).max(max).refine(holdsPaths, { error: PLACEHOLDER_RULE });

/** A value that stands somewhere in the run, or a fixed one. */
export const operand = z.union([
  z
    .string()
    .max(200)
    .regex(PATH, "Write a path like forms.company.legalName.")
    .meta({ title: "Path", "x-path": "read" }),
  z.strictObject({
    value: z.union([z.string().max(2000), z.number(), z.boolean()]).meta({ title: "Fixed value" }),
  }),
]);
export type Operand = z.infer<typeof operand>;

/** JSON in which a text that is one placeholder stands for the value itself, and one in a longer text for its words. */
export const jsonTemplate = z
  .json()
  .refine((value) => everyText(value as Json, holdsPaths), { error: PLACEHOLDER_RULE });

function everyText(value: Json, fits: (text: string) => boolean): boolean {
  if (typeof value === "string") return fits(value);
  if (Array.isArray(value)) return value.every((one) => everyText(one, fits));
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every((one) => everyText(one, fits));
}

/** What is written for a value inside a text. Missing values and lists are left out: a text never shows `[object Object]`. */
const words = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";

/** The text with its placeholders filled; `as` writes each value. */
export const filled = (
  text: string,
  scope: NodeScope,
  as: (word: string) => string = (word) => word,
): string => text.replace(PLACEHOLDER, (_, path: string) => as(words(readPath(scope.data, path))));

/** Paths of the text's placeholders that have no value one could write. */
export const unfilled = (text: string, scope: NodeScope): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(([, path = ""]) =>
    words(readPath(scope.data, path)) === "" ? [path] : [],
  );

/** The value an operand stands for; undefined when it is missing. */
export function valueAt(from: Operand, scope: NodeScope): Json | undefined {
  if (typeof from !== "string") return from.value;
  const value = readPath(scope.data, from);
  return isMissing(value) ? undefined : (value as Json);
}

/** JSON with its placeholders filled. A field whose value is missing is left out, an element becomes null. */
export function filledJson(value: Json, scope: NodeScope): Json | undefined {
  if (typeof value === "string") {
    const [, path] = WHOLE.exec(value) ?? [];
    return path === undefined ? filled(value, scope) : valueAt(path, scope);
  }
  if (Array.isArray(value)) return value.map((one) => filledJson(one, scope) ?? null);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
    const found = filledJson(inner, scope);
    return found === undefined ? [] : [[name, found]];
  });
  return Object.fromEntries(fields) as JsonObject;
}

/** Why a step asks nobody; names paths, never values. */
export const isMissingSentence = (paths: readonly string[]): string =>
  `${[...new Set(paths)].join(", ")} ${paths.length === 1 ? "is" : "are"} missing, so nothing was sent.`;

export interface Read {
  path: string;
  /** Where in the settings it is read. */
  at: string;
}

/** The paths of placeholders, at any depth of a setting. */
export function placeholdersIn(value: unknown, at: string): Read[] {
  if (typeof value === "string")
    return [...value.matchAll(PLACEHOLDER)].map(([, path = ""]) => ({ path, at }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => placeholdersIn(inner, `${at}.${name}`));
}

/** The paths of operands, by name or in order. */
export const operandsIn = (from: { [name: string]: Operand } | readonly Operand[], at: string): Read[] =>
  Object.entries(from).flatMap(([name, operand]) =>
    typeof operand === "string" ? [{ path: operand, at: `${at}.${name}` }] : [],
  );
