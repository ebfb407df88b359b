import type jsep from "jsep";
import { MAX_FORMULA_DEPTH } from "./arithmetic";
import type { Condition, Expression, Operand } from "./ast";
import {
  digitsOf,
  listOf,
  literalOf,
  modeOf,
  moneyOf,
  numberOf,
  pathOf,
  quotedPath,
} from "./formula-literal";
import {
  childOf,
  fault,
  nameOf,
  partsOf,
  readSyntax,
  type SyntaxNode,
  TextFault,
  type TextProblem,
} from "./formula-syntax";

/** Where each part of the tree stands in the text, by its path: `left`, `of.0.when`. */
export type Places = ReadonlyMap<string, { from: number; to: number }>;

export type ParsedFormula =
  | { ok: true; expression: Expression; places: Places }
  | { ok: false; problems: [TextProblem] };

/** The text of a formula as `rule/v1`. Nothing is evaluated; what cannot be read is said with its place. */
export function parseFormula(text: string): ParsedFormula {
  const places = new Map<string, { from: number; to: number }>();
  try {
    const reader: Reader = { text, places };
    return { ok: true, expression: expressionOf(reader, readSyntax(text), ""), places };
  } catch (error) {
    if (error instanceof TextFault) return { ok: false, problems: [error.problem] };
    throw error;
  }
}

interface Reader {
  text: string;
  places: Map<string, { from: number; to: number }>;
}

const ARITHMETIC = { "+": "add", "-": "subtract", "*": "multiply", "/": "divide" } as const;
const TESTS = {
  "=": "=",
  "==": "=",
  "!=": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
} as const;
const GROUPS = { and: "all", "&&": "all", or: "any", "||": "any" } as const;
const AGGREGATES = ["sum", "average", "smallest", "largest", "distinct"] as const;
const AGGREGATE = {
  sum: "sum",
  average: "average",
  smallest: "min",
  largest: "max",
  distinct: "distinct",
} as const;

const at = (path: string, step: string) => (path === "" ? step : `${path}.${step}`);
const own = <T>(of: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

const binary = (reader: Reader, node: SyntaxNode) => ({
  sign: String(node["operator"]),
  left: childOf(node["left"] as jsep.Expression, reader.text),
  right: childOf(node["right"] as jsep.Expression, reader.text),
});

function expressionOf(reader: Reader, node: SyntaxNode, path: string): Expression {
  if (path.split(".").length > MAX_FORMULA_DEPTH)
    fault(node, "This formula is nested too deeply; make two formulas of it.");
  reader.places.set(path, { from: node.from, to: node.to });
  switch (node.type) {
    case "Literal":
      return { op: "value", value: numberOf(node) };
    case "Identifier":
    case "MemberExpression":
      return { op: "field", field: pathOf(reader.text, node) };
    case "UnaryExpression": {
      if (node["operator"] !== "-") fault(node, "“not” belongs before a condition, inside if(…).");
      const of = childOf(node["argument"] as jsep.Expression, reader.text);
      if (of.type === "Literal") return { op: "value", value: 0 - numberOf(of) };
      const inner = expressionOf(reader, of, at(path, "of"));
      // There is one zero: “--0” is read as it is written again, “0”.
      return inner.op === "value" && inner.value === 0 ? inner : { op: "negate", of: inner };
    }
    case "BinaryExpression": {
      const { sign, left, right } = binary(reader, node);
      const op = own(ARITHMETIC, sign);
      if (!op) fault(node, "This is a condition; a calculation goes by it inside if(condition, a, b).");
      return {
        op,
        left: expressionOf(reader, left, at(path, "left")),
        right: expressionOf(reader, right, at(path, "right")),
      };
    }
    case "ConditionalExpression": {
      const { test, consequent, alternate } = node as unknown as jsep.ConditionalExpression;
      return ifOf(
        reader,
        [test, consequent, alternate].map((part) => childOf(part, reader.text)),
        path,
      );
    }
    case "CallExpression":
      return callOf(reader, node, path);
    default:
      return fault(node, "This is no calculation.");
  }
}

function ifOf(reader: Reader, [test, yes, no]: SyntaxNode[], path: string): Expression {
  return {
    op: "if",
    when: conditionOf(reader, test!, at(path, "when")),
    yes: expressionOf(reader, yes!, at(path, "yes")),
    no: expressionOf(reader, no!, at(path, "no")),
  };
}

function callOf(reader: Reader, node: SyntaxNode, path: string): Expression {
  const name = nameOf(node) ?? "";
  const given = partsOf(reader.text, node, "arguments");
  const need = (least: number, most: number, how: string) => {
    if (given.length < least || given.length > most) fault(node, `Write ${how}.`);
  };
  const all = () => given.map((part, i) => expressionOf(reader, part, at(path, `of.${i}`)));
  switch (name) {
    case "min":
    case "max":
      need(1, 50, `${name}(a, b, …)`);
      return { op: name, of: all() };
    case "coalesce":
    case "default":
      need(2, 50, `${name}(a, b): b when a is missing`);
      return { op: "coalesce", of: all() };
    case "abs":
      need(1, 1, "abs(a)");
      return { op: "abs", of: expressionOf(reader, given[0]!, at(path, "of")) };
    case "if":
      need(3, 3, "if(condition, a, b)");
      return ifOf(reader, given, path);
    case "round":
      need(1, 3, "round(a, decimals, “half_even”)");
      return {
        op: "round",
        of: expressionOf(reader, given[0]!, at(path, "of")),
        digits: given[1] ? digitsOf(given[1]) : 0,
        mode: given[2] ? modeOf(given[2]) : "half_even",
      };
    case "money":
      need(2, 2, "money(1000.50, “EUR”)");
      return { op: "value", value: moneyOf(given[0]!, given[1]!) };
    case "field":
      need(1, 1, "field(“forms.company.volume”)");
      return { op: "field", field: quotedPath(given[0]!) };
    case "days_between":
      need(2, 2, "days_between(first date, second date)");
      return {
        op: "days_between",
        from: operandOf(reader, given[0]!, at(path, "from")),
        to: operandOf(reader, given[1]!, at(path, "to")),
      };
    default:
      if (operandNames.has(name)) return { op: "operand", of: operandOf(reader, node, at(path, "of")) };
      return fault(
        node,
        name === ""
          ? "Only functions can be called."
          : `There is no function “${name}”. There are ${functionNames.join(", ")}.`,
      );
  }
}

const operandNames = new Set<string>(["age", "days_since", "count", ...AGGREGATES]);
const functionNames = [
  ..."min max round abs if coalesce days_between age days_since count".split(" "),
  ...AGGREGATES,
  ..."money field".split(" "),
];

/** What stands on one side of a test, or in a function that takes a date or a list. */
function operandOf(reader: Reader, node: SyntaxNode, path: string): Operand {
  reader.places.set(path, { from: node.from, to: node.to });
  if (node.type === "Literal") return { value: literalOf(node) };
  if (node.type === "ArrayExpression") return { value: listOf(reader.text, node) };
  if (node.type === "Identifier" || node.type === "MemberExpression")
    return { field: pathOf(reader.text, node) };
  const name = nameOf(node);
  if (name === undefined || !operandNames.has(name)) {
    const formula = expressionOf(reader, node, at(path, "formula"));
    if (formula.op === "value") return { value: formula.value };
    return formula.op === "field" ? { field: formula.field } : { formula };
  }
  const given = partsOf(reader.text, node, "arguments");
  const [first, where] = given;
  if (!first || given.length > (name === "age" || name === "days_since" ? 1 : 2))
    fault(
      node,
      name === "age" || name === "days_since" ? `Write ${name}(date).` : `Write ${name}(list, condition).`,
    );
  if (name === "age") return { ageInYears: operandOf(reader, first, at(path, "ageInYears")) };
  if (name === "days_since") return { daysSince: operandOf(reader, first, at(path, "daysSince")) };
  const list = pathOf(reader.text, first);
  const kept = where ? { where: conditionOf(reader, where, at(path, "where")) } : {};
  if (name === "count") return { count: list, ...kept };
  const end = list.lastIndexOf("[]");
  if (end < 0) fault(first, `Write the list with its field: ${name}(forms.owners.owners[].share).`);
  return {
    aggregate: AGGREGATE[name as keyof typeof AGGREGATE],
    list: list.slice(0, end),
    of: list.slice(end + 3) || "item",
    ...kept,
  };
}

function conditionOf(reader: Reader, node: SyntaxNode, path: string): Condition {
  reader.places.set(path, { from: node.from, to: node.to });
  const id = `c${node.from}_${node.to}`;
  if (node.type === "UnaryExpression" && node["operator"] !== "-") {
    const of = childOf(node["argument"] as jsep.Expression, reader.text);
    return { id: `${id}n`, op: "none", of: [conditionOf(reader, of, at(path, "of.0"))] };
  }
  if (node.type === "CallExpression" && (nameOf(node) === "missing" || nameOf(node) === "present")) {
    const [of, ...more] = partsOf(reader.text, node, "arguments");
    if (!of || more.length > 0) fault(node, `Write ${nameOf(node)}(field).`);
    const op = nameOf(node) === "missing" ? "is_missing" : "is_present";
    return { id, op, left: operandOf(reader, of, at(path, "left")) };
  }
  if (node.type === "BinaryExpression") {
    const { sign, left, right } = binary(reader, node);
    const group = own(GROUPS, sign);
    if (group)
      return {
        id: `${id}g`,
        op: group,
        of: [left, right].map((part, i) => conditionOf(reader, part, at(path, `of.${i}`))),
      };
    const op = sign === "in" ? "in" : own(TESTS, sign);
    if (op)
      return {
        id,
        op,
        left: operandOf(reader, left, at(path, "left")),
        right: operandOf(reader, right, at(path, "right")),
      };
  }
  if (node.type === "Identifier" || node.type === "MemberExpression")
    return { id, op: "is_true", left: { field: pathOf(reader.text, node) } };
  return fault(node, "A condition is needed here, like amount > 1000.");
}
