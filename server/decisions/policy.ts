import type { Json, JsonObject } from "@/server/engine/state";
import type { FieldIssue } from "@/server/errors";
import { decisionStartConfig } from "@/server/nodes/decision-start/definition";
import { missingFields, type RequestField } from "@/server/nodes/input-fields";
import { currencyDigits } from "@/server/rules/core/currency";
import { readPath } from "@/server/rules/core/read";
import { isMissing, isMoney } from "@/server/rules/core/value";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** What a request may bring, as the workflow's start says; undefined for one that begins with an application. */
export function requestFields({ nodes }: Pick<WorkflowDocument, "nodes">): RequestField[] | undefined {
  const start = Object.values(nodes).find((node) => node.type === "decision_start");
  return start && decisionStartConfig.parse(start.config).fields;
}

export type ReadValue = { value: Json } | { code: string; message: string };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

function isDay(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (!year || !month || !day) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const refuse = (code: string, message: string): ReadValue => ({ code, message });

/** A decimal text in a currency as whole minor units, never through a float. */
export function readMoney(amount: string, currency: string): ReadValue {
  if (!/^[A-Z]{3}$/.test(currency))
    return refuse("currency", "Name the currency in three capitals, such as EUR.");
  const [, sign, whole, fraction = ""] = DECIMAL.exec(amount.trim()) ?? [];
  if (whole === undefined) return refuse("money", "Write the amount as a decimal such as 1250.00.");
  const digits = currencyDigits(currency);
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits)))
    return refuse("money", `${currency} has ${digits} decimals. Round the amount.`);
  const minor = Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, "0")}`);
  if (!Number.isSafeInteger(minor)) return refuse("money", "The amount is too large.");
  return { value: { amount: minor, currency } };
}

/** A value of a request as the run reads it, or what is wrong with it. */
export function readValue(type: RequestField["type"], value: Json): ReadValue {
  switch (type) {
    case undefined:
      return { value };
    case "text":
      return typeof value === "string" ? { value } : refuse("text", "Send a text.");
    case "number":
      return typeof value === "number" ? { value } : refuse("number", "Send a number.");
    case "boolean":
      return typeof value === "boolean" ? { value } : refuse("boolean", "Send true or false.");
    case "date":
      return typeof value === "string" && isDay(value)
        ? { value }
        : refuse("date", "Send a day such as 2026-11-24.");
    case "date_time":
      return typeof value === "string" && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? { value }
        : refuse("date_time", "Send a time with its zone, such as 2026-11-24T10:00:00Z.");
    case "country":
      return typeof value === "string" && /^[A-Z]{2}$/.test(value)
        ? { value }
        : refuse("country", "Send a two-letter country code in capitals, such as DE.");
    case "money": {
      const { amount, currency } = isObject(value) ? value : {};
      return typeof amount === "string" && typeof currency === "string"
        ? readMoney(amount, currency)
        : refuse("money", 'Send { "amount": "1250.00", "currency": "EUR" }.');
    }
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Puts a value at a dotted path, making what leads there. False when something else stands in the way. */
export function putPath(into: JsonObject, path: string, value: Json): boolean {
  const keys = path.split(".");
  const last = keys.pop();
  let at: JsonObject = into;
  for (const key of keys) {
    if (!Object.hasOwn(at, key)) at[key] = {};
    const next = at[key];
    if (!isObject(next)) return false;
    at = next;
  }
  if (last === undefined || Object.hasOwn(at, last)) return false;
  at[last] = value;
  return true;
}

function replace(into: JsonObject, path: string, value: Json): void {
  const keys = path.split(".");
  const last = keys.pop();
  let at: JsonObject = into;
  for (const key of keys) {
    const next = at[key];
    if (!isObject(next)) return;
    at = next;
  }
  if (last !== undefined) at[last] = value;
}

/** A request's input as the run reads it: every declared field of its type, none that is required missing. */
export function readInput(
  fields: readonly RequestField[],
  input: JsonObject,
): { input: JsonObject; issues: FieldIssue[] } {
  const read = structuredClone(input);
  const issues: FieldIssue[] = missingFields({ fields: [...fields] }, input).map(({ path, title }) => ({
    path,
    code: "required",
    message: `Send ${title}.`,
  }));
  for (const { path, type } of fields) {
    const value = readPath({ input }, path);
    if (type === undefined || isMissing(value)) continue;
    const found = readValue(type, value as Json);
    if ("value" in found) replace(read, path.slice("input.".length), found.value);
    else issues.push({ path, ...found });
  }
  return { input: read, issues };
}

/** The same with every amount of money as a decimal text: how it is written wherever it leaves. */
export function withDecimals<T>(value: T): T;
export function withDecimals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withDecimals(one));
  if (isMoney(value) && Object.keys(value).length === 2)
    return { amount: decimalOf(value.amount, value.currency), currency: value.currency };
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withDecimals(one)]));
}

/** `1250.00`: the decimal text of minor units. */
export function decimalOf(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const plain = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return `${minor < 0 ? "-" : ""}${plain}`;
}
