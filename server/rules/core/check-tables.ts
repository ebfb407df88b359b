import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Expression } from "./ast";
import { type Column, parseCell } from "./cell";
import { checkCondition, newWalk } from "./check";
import {
  type CheckScope,
  checkExpression,
  checkField,
  checkName,
  isTime,
  type Kind,
  kindOfLiteral,
  type RuleProblem,
  TYPE_NAMES,
} from "./check-operand";
import type { FieldCatalogue } from "./fields";
import type { Formula } from "./formula";
import { parseFormula } from "./formula-parse";
import { formulaText } from "./formula-text";
import { bandId, type Factor, type Scorecard } from "./scorecard";
import { cellId, type DecisionTable, type TableRow, valueFaults } from "./table";

/** Formulas, tables and scorecards against the fields, outcomes, codes and queues of their workflow. */

function fits(column: Pick<Column, "type" | "currency">, kind: Kind): boolean {
  if (kind.type === "any") return true;
  if (column.type === "date") return isTime(kind);
  if (column.type === "money" && kind.type === "money")
    return kind.currency === undefined || kind.currency === column.currency;
  return kind.type === column.type;
}

/** The field a column tests: it must be there, and be what the cells are written for. */
function checkColumn(
  column: Column,
  scope: CheckScope,
  at: string,
): { problems: RuleProblem[]; isSound: boolean } {
  const walk = newWalk(scope);
  const kind = checkField(walk, column.path, `${at}.path`);
  if (walk.problems.length > 0) return { problems: walk.problems, isSound: false };
  if (fits(column, kind)) return { problems: [], isSound: true };
  const both = kind.type === "money" && column.type === "money";
  const message = both
    ? `“${column.path}” is money in ${kind.currency}, and the column is in ${column.currency}.`
    : `“${column.path}” is ${TYPE_NAMES[kind.type]}, and the column tests ${TYPE_NAMES[column.type]}.`;
  const code = both ? "currency_mismatch" : "wrong_type";
  return { problems: [{ path: `${at}.type`, code, message }], isSound: false };
}

function checkCell(cell: string, column: Column, id: string, scope: CheckScope, at: string): RuleProblem[] {
  const parsed = parseCell(cell, column, id);
  if (!parsed.ok) return [{ path: at, code: "wrong_type", message: parsed.message }];
  // The place is the cell: what stands below it is the condition made of it, which nobody wrote.
  // Nor is the field named here a second time: the column has named it.
  return parsed.condition
    ? checkCondition(parsed.condition, { ...scope, heard: undefined }, at).map((problem) => ({
        ...problem,
        path: at,
      }))
    : [];
}

function checkSet(table: DecisionTable, set: TableRow["set"], scope: CheckScope, at: string): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const { key, kind } of table.outputs) {
    if (!Object.hasOwn(set, key)) continue;
    const given = set[key];
    const path = `${at}.${key}`;
    if (kind === "outcome") checkName(problems, scope, "outcome", given, path);
    if (kind === "queue") checkName(problems, scope, "queue", given, path);
    if (kind === "reason_code") checkName(problems, scope, "reasonCode", given, path);
  }
  return problems;
}

function checkTable(table: DecisionTable, scope: CheckScope, at: string): RuleProblem[] {
  const columns = table.inputs.map((column, i) => checkColumn(column, scope, `${at}.inputs.${i}`));
  const sound = table.inputs.filter((_, i) => columns[i]!.isSound);
  return [
    ...columns.flatMap(({ problems }) => problems),
    ...table.rows.flatMap(({ when, set }, i) => [
      ...sound.flatMap((column) =>
        Object.hasOwn(when, column.key)
          ? checkCell(
              when[column.key]!,
              column,
              cellId(i + 1, column.key),
              scope,
              `${at}.rows.${i}.when.${column.key}`,
            )
          : [],
      ),
      ...checkSet(table, set, scope, `${at}.rows.${i}.set`),
    ]),
    ...checkSet(table, table.otherwise ?? {}, scope, `${at}.otherwise`),
    ...valueFaults(table).map(
      ({ path, message }): RuleProblem => ({ path: [at, ...path].join("."), code: "wrong_type", message }),
    ),
  ];
}

function checkFactor(factor: Factor, scope: CheckScope, at: string): RuleProblem[] {
  const { problems, isSound } = checkColumn(factor, scope, at);
  const found = [...problems];
  const code = (reasonCode: string | undefined, path: string) =>
    checkName(found, scope, "reasonCode", reasonCode, `${path}.reasonCode`);
  factor.bands.forEach(({ when, reasonCode }, i) => {
    const place = `${at}.bands.${i}`;
    if (isSound) found.push(...checkCell(when, factor, bandId(factor.key, i), scope, `${place}.when`));
    code(reasonCode, place);
  });
  code(factor.missing.reasonCode, `${at}.missing`);
  code(factor.otherwise.reasonCode, `${at}.otherwise`);
  return found;
}

function checkScorecard(card: Scorecard, scope: CheckScope, at: string): RuleProblem[] {
  const problems = card.factors.flatMap((factor, i) => checkFactor(factor, scope, `${at}.factors.${i}`));
  card.bands.forEach(({ outcome, reasonCodes = [] }, i) => {
    const place = `${at}.bands.${i}`;
    checkName(problems, scope, "outcome", outcome, `${place}.outcome`);
    reasonCodes.forEach((code, j) => {
      checkName(problems, scope, "reasonCode", code, `${place}.reasonCodes.${j}`);
    });
  });
  return problems;
}

/** A formula's problem names the words it is about: a path into the tree helps nobody who wrote text. */
function inItsWords({ path, ...problem }: RuleProblem, formula: Expression, at: string): RuleProblem {
  const text = formulaText(formula);
  const read = text === undefined ? undefined : parseFormula(text);
  const message = problem.message;
  if (!read?.ok || text === undefined) return { ...problem, path: at, message };
  for (let step = path.slice(at.length + 1); ; step = step.slice(0, Math.max(step.lastIndexOf("."), 0))) {
    const place = read.places.get(step);
    if (place)
      return {
        ...problem,
        path: at,
        message: `${message} (“${text.slice(place.from, place.to)}”, at character ${place.from + 1})`,
      };
    if (step === "") return { ...problem, path: at, message };
  }
}

function checkFormula(
  formula: Formula,
  scope: CheckScope,
  at: string,
): { problems: RuleProblem[]; kind: Kind } {
  const walk = newWalk(scope);
  const kind = checkExpression(walk, formula.formula, `${at}.formula`);
  const problems = walk.problems.map((problem) => inItsWords(problem, formula.formula, `${at}.formula`));
  const fallback = formula.whenMissing === undefined ? kind : kindOfLiteral(formula.whenMissing);
  if (kind.type !== "any" && fallback.type !== kind.type)
    problems.push({
      path: `${at}.whenMissing`,
      code: "wrong_type",
      message: `The formula gives ${TYPE_NAMES[kind.type]}, and its default is ${TYPE_NAMES[fallback.type]}.`,
    });
  else if (
    kind.currency !== undefined &&
    fallback.currency !== undefined &&
    fallback.currency !== kind.currency
  )
    problems.push({
      path: `${at}.whenMissing`,
      code: "currency_mismatch",
      message: `The formula gives ${kind.currency}, and its default is in ${fallback.currency}.`,
    });
  if (kind.type === "money" && formula.unit !== undefined)
    problems.push({
      path: `${at}.unit`,
      code: "wrong_type",
      message: "Money carries its currency; only a plain number has a unit.",
    });
  return { problems, kind };
}

/** Paths of the fields a formula reads, conditions included. */
function readsOf(part: unknown, found = new Set<string>()): Set<string> {
  if (typeof part !== "object" || part === null) return found;
  for (const [key, value] of Object.entries(part)) {
    if (key === "field" && typeof value === "string") found.add(value);
    else readsOf(value, found);
  }
  return found;
}

/** A formula that reads one computed after it would always read what an earlier visit left. */
function checkOrder(document: WorkflowDocument): RuleProblem[] {
  return Object.entries(document.nodes).flatMap(([node, { type, config }]) => {
    const keys = config["formulas"];
    if (type !== "compute" || !Array.isArray(keys)) return [];
    return keys.flatMap((key: unknown, i): RuleProblem[] => {
      const formula =
        typeof key === "string" && Object.hasOwn(document.formulas, key) ? document.formulas[key] : undefined;
      const reads = readsOf(formula?.formula);
      const later = keys.slice(i).find((other: unknown) => reads.has(`values.${String(other)}`));
      if (later === undefined) return [];
      const message =
        later === key
          ? `“${String(key)}” reads itself.`
          : `“${String(key)}” reads “${String(later)}”, which is computed after it. Move it down.`;
      return [{ path: `nodes.${node}.config.formulas.${i}`, code: "computed_later", message }];
    });
  });
}

/** The catalogue with what formulas give: a formula may read another, so types are found until none is new. */
export function withFormulaTypes(scope: CheckScope, document: WorkflowDocument): CheckScope {
  const entries = Object.entries(document.formulas);
  let fields: FieldCatalogue = scope.fields;
  for (let round = 0; round < entries.length; round++) {
    const next = new Map(fields);
    let isNew = false;
    for (const [key, formula] of entries) {
      const path = `values.${key}`;
      const field = fields.get(path);
      if (field?.type !== "any") continue;
      const { kind } = checkFormula(formula, { ...scope, fields }, "formula");
      if (kind.type === "any") continue;
      isNew = true;
      next.set(path, {
        ...field,
        type: kind.type,
        ...(kind.currency === undefined ? {} : { currency: kind.currency }),
      });
    }
    fields = next;
    if (!isNew) break;
  }
  return { ...scope, fields };
}

export function checkComputed(document: WorkflowDocument, scope: CheckScope): RuleProblem[] {
  return [
    ...Object.entries(document.formulas).flatMap(
      ([key, formula]) => checkFormula(formula, scope, `formulas.${key}`).problems,
    ),
    ...Object.entries(document.tables).flatMap(([key, table]) => checkTable(table, scope, `tables.${key}`)),
    ...Object.entries(document.scorecards).flatMap(([key, card]) =>
      checkScorecard(card, scope, `scorecards.${key}`),
    ),
    ...checkOrder(document),
  ];
}
