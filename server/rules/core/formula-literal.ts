import type jsep from "jsep";
import { path as pathSchema } from "./ast";
import { currencyDigits } from "./currency";
import { fault, listSign, nameOf, partsOf, type SyntaxNode } from "./formula-syntax";
import { numberText } from "./number-text";
import { exactOf, multiply } from "./rational";

/** What stands in a formula as it is written: paths, numbers, texts, amounts. */

const ROOTS = ["input", "party", "forms", "nodes", "values", "item"];
const MODES = ["half_even", "half_up", "down", "up"] as const;

/** `forms.company.volume`; a bare name is a computed value: `monthly_volume` is `values.monthly_volume`. */
export function pathOf(text: string, node: SyntaxNode): string {
  const steps: string[] = [];
  let current: jsep.Expression = node;
  while (current.type === "MemberExpression") {
    const { computed, optional, object, property } = current as jsep.MemberExpression;
    if (computed || optional || property.type !== "Identifier")
      fault(node, "Write a path with dots: forms.company.country, or forms.owners.owners[].share.");
    steps.unshift(String((property as jsep.Identifier).name));
    current = object;
  }
  if (current.type === "CallExpression" && nameOf(current as SyntaxNode) === "field") {
    const [quoted] = partsOf(text, current as SyntaxNode, "arguments");
    if (quoted && steps.length === 0) return quotedPath(quoted);
  }
  if (current.type !== "Identifier") fault(node, "A path begins with input, party, forms, nodes or values.");
  const first = String((current as jsep.Identifier).name);
  const path = listSign([first, ...steps].join("."));
  if (steps.length === 0 && first !== "item") return known(node, `values.${path}`);
  if (!ROOTS.includes(first))
    fault(node, `“${first}” is no place. A path begins with input, party, forms, nodes or values.`);
  return known(node, path);
}

function known(node: SyntaxNode, path: string): string {
  return pathSchema.safeParse(path).success ? path : fault(node, `“${path}” is no path.`);
}

export function quotedPath(node: SyntaxNode): string {
  if (node.type !== "Literal" || typeof node["value"] !== "string") fault(node, "Write the path in quotes.");
  return known(node, node["value"] as string);
}

/** A number that stands for exactly what is written: more digits than a number keeps would be another number. */
export function numberOf(node: SyntaxNode): number {
  if (typeof node["value"] !== "number")
    fault(node, typeof node["value"] === "string" ? "Text cannot be calculated with." : "This is no number.");
  const raw = String(node["raw"]);
  return numberText(raw) ?? fault(node, "This number has more digits than can be kept exactly.");
}

export function literalOf(node: SyntaxNode): string | number | boolean {
  const value = node["value"];
  if (typeof value === "string" || typeof value === "boolean") return value;
  return numberOf(node);
}

export function listOf(text: string, node: SyntaxNode): (string | number)[] {
  return partsOf(text, node, "elements").map((element) => {
    if (element.type !== "Literal") fault(element, "A list holds texts and numbers only.");
    const value = literalOf(element);
    return typeof value === "boolean" ? fault(element, "A list holds texts and numbers only.") : value;
  });
}

export function digitsOf(node: SyntaxNode): number {
  const digits = node.type === "Literal" ? numberOf(node) : -1;
  return Number.isInteger(digits) && digits >= 0 && digits <= 12
    ? digits
    : fault(node, "Decimals are a whole number from 0 to 12.");
}

export function modeOf(node: SyntaxNode): (typeof MODES)[number] {
  const found = MODES.find((mode) => mode === node["value"]);
  return found ?? fault(node, `Rounding is one of “${MODES.join("”, “")}”.`);
}

export function moneyOf(amount: SyntaxNode, currency: SyntaxNode): { amount: number; currency: string } {
  const code = currency["value"];
  if (typeof code !== "string" || !/^[A-Z]{3}$/.test(code))
    return fault(currency, "A currency is three large letters in quotes, like “EUR”.");
  const negative = amount.type === "UnaryExpression" && amount["operator"] === "-";
  const literal = negative ? (amount["argument"] as SyntaxNode) : amount;
  if (literal.type !== "Literal") return fault(amount, "An amount is written as a number.");
  const minor = multiply(exactOf(numberOf(literal)), exactOf(10 ** currencyDigits(code)));
  if (typeof minor !== "number")
    return fault(amount, `${code} has ${currencyDigits(code)} decimals; this amount has more.`);
  return { amount: negative ? 0 - minor : minor, currency: code };
}
