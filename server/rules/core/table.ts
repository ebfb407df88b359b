import { z } from "zod";
import { money, valueKey } from "./ast";
import { column, columnFault } from "./cell";

const given = z.union([z.string().min(1).max(500), z.number(), z.boolean(), money]);
export type Given = z.infer<typeof given>;

/** What a row that matches gives. */
const outputColumn = z.strictObject({
  key: valueKey.meta({ title: "Key" }),
  title: z.string().min(1).max(80).meta({ title: "Name" }),
  /** `value` becomes `values.KEY`; an outcome is proposed with the row's reasons; points add up. */
  kind: z.enum(["value", "outcome", "reason_code", "points", "queue"]).meta({ title: "What it gives" }),
  /** Of a value. */
  type: z
    .enum(["text", "number", "money", "boolean", "date"])
    .optional()
    .meta({ title: "Type of the value" }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "A currency is three large letters, like EUR.")
    .optional()
    .meta({ title: "Currency" }),
  /** For hit policies that rank rows. Without one an outcome ranks by its severity, and everything else not at all. */
  order: z
    .array(given)
    .max(500)
    .optional()
    .meta({ title: "Order of its values", description: "What goes before stands first." }),
});
export type OutputColumn = z.infer<typeof outputColumn>;

const results = z.record(valueKey, given);

const row = z.strictObject({
  /** Column → cell; a column without one asks nothing. */
  when: z.record(valueKey, z.string().max(500)).meta({ title: "Tests" }),
  set: results.meta({ title: "Gives" }),
  note: z.string().max(400).optional().meta({ title: "Note" }),
});
export type TableRow = z.infer<typeof row>;

/** The hit policies of DMN. */
export const hitPolicies = [
  "first",
  "unique",
  "any",
  "priority",
  "rule_order",
  "output_order",
  "collect",
] as const;
export type HitPolicy = (typeof hitPolicies)[number];

/** Every row that holds counts, not one of them. */
export const countsAll = (policy: HitPolicy): boolean =>
  policy === "rule_order" || policy === "output_order" || policy === "collect";

/** Rows are ranked by what they give. */
export const ranksRows = (policy: HitPolicy): boolean => policy === "priority" || policy === "output_order";

/** The values of all rows that hold are listed. */
export const listsValues = ({ hitPolicy, collect }: Pick<DecisionTable, "hitPolicy" | "collect">): boolean =>
  countsAll(hitPolicy) && (hitPolicy !== "collect" || collect === undefined || collect === "list");

const table = z.strictObject({
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  hitPolicy: z.enum(hitPolicies).meta({ title: "Which rows count" }),
  /** What the hit policy “collect” makes of the values of all rows that match. */
  collect: z
    .enum(["list", "sum", "min", "max", "count"])
    .optional()
    .meta({ title: "What is made of collected rows" }),
  inputs: z.array(column).min(1).max(30).meta({ title: "Columns tested" }),
  outputs: z.array(outputColumn).min(1).max(30).meta({ title: "Columns given" }),
  rows: z.array(row).max(2000).meta({ title: "Rows" }),
  /** The row of last resort, when no other matches for certain and none is left open. */
  otherwise: results.optional().meta({ title: "When no row matches" }),
});
type TableShape = z.infer<typeof table>;

export interface TableFault {
  path: (string | number)[];
  message: string;
}

/** A decision table of a workflow. Everything that can be told without the workflow's fields is told here. */
export const decisionTable = table.superRefine((given, ctx) => {
  for (const { path, message } of faultsOf(given)) ctx.addIssue({ code: "custom", path, message });
});
export type DecisionTable = TableShape;

/** Name of a cell's condition: `r3.amount`. Rows count from 1. */
export const cellId = (row: number, column: string): string => `r${row}.${column}`;

function faultsOf(given: TableShape): TableFault[] {
  return [
    ...columnFaults(given),
    ...policyFaults(given),
    ...orderFaults(given),
    ...given.rows.flatMap(({ when, set }, i) => [
      ...keyFaults(given.inputs, when, ["rows", i, "when"]),
      ...keyFaults(given.outputs, set, ["rows", i, "set"]),
    ]),
    ...keyFaults(given.outputs, given.otherwise ?? {}, ["otherwise"]),
  ];
}

function keyFaults(columns: readonly { key: string }[], of: object, at: (string | number)[]): TableFault[] {
  return Object.keys(of).flatMap((key) =>
    columns.some((column) => column.key === key)
      ? []
      : [{ path: [...at, key], message: `There is no column “${key}”.` }],
  );
}

/**
 * Results that are not what their column gives. A table that is being written may hold them, as it may hold cells that
 * cannot be read: nothing somebody types is dropped. It cannot be published with them.
 */
export function valueFaults(table: TableShape): TableFault[] {
  return [
    ...table.rows.flatMap(({ set }, i) => setFaults(table, set, ["rows", i, "set"])),
    ...setFaults(table, table.otherwise ?? {}, ["otherwise"]),
  ];
}

/** What is wrong with one result, if anything. */
export function valueFault(
  { hitPolicy }: Pick<TableShape, "hitPolicy">,
  output: OutputColumn,
  value: Given,
): string | undefined {
  if (!fits(value, output)) return wantedText(output);
  const { title, order } = output;
  if (!ranksRows(hitPolicy) || !order || order.some((one) => givenKey(one) === givenKey(value)))
    return undefined;
  return `This value has no place in the order of “${title}”. Add it there.`;
}

function setFaults(table: TableShape, set: { [key: string]: Given }, at: (string | number)[]): TableFault[] {
  return table.outputs.flatMap((output): TableFault[] => {
    const value = Object.hasOwn(set, output.key) ? set[output.key] : undefined;
    const message = value === undefined ? undefined : valueFault(table, output, value);
    return message === undefined ? [] : [{ path: [...at, output.key], message }];
  });
}

function columnFaults({ inputs, outputs }: TableShape): TableFault[] {
  const faults: TableFault[] = [];
  const seen = new Set<string>();
  for (const [list, columns] of [
    ["inputs", inputs],
    ["outputs", outputs],
  ] as const)
    columns.forEach(({ key }, i) => {
      if (seen.has(key)) faults.push({ path: [list, i, "key"], message: `Two columns are called “${key}”.` });
      seen.add(key);
    });
  inputs.forEach((each, i) => {
    const message = columnFault(each);
    if (message) faults.push({ path: ["inputs", i, "currency"], message });
  });
  outputs.forEach(({ kind, type, currency }, i) => {
    const isValue = kind === "value";
    if (isValue !== (type !== undefined))
      faults.push({
        path: ["outputs", i, "type"],
        message: isValue ? "A value needs its type." : "Only a value has a type.",
      });
    const message = type === undefined ? undefined : columnFault({ type, currency });
    if (message) faults.push({ path: ["outputs", i, "currency"], message });
  });
  for (const kind of ["outcome", "queue", "points"] as const) {
    const of = outputs.flatMap((each, i) => (each.kind === kind ? [i] : []));
    if (of.length > 1)
      faults.push({ path: ["outputs", of[1]!, "kind"], message: `A table has one column of this kind.` });
  }
  return faults;
}

function policyFaults({ hitPolicy, collect, outputs }: TableShape): TableFault[] {
  if (hitPolicy !== "collect")
    return collect === undefined
      ? []
      : [{ path: ["collect"], message: "Only the hit policy “collect” puts rows together." }];
  if (collect === undefined)
    return [{ path: ["collect"], message: "Say what is made of the rows: list, sum, min, max or count." }];
  if (collect === "list" || collect === "count") return [];
  return outputs.flatMap(({ kind, type }, i) =>
    kind === "value" && type !== "number" && type !== "money"
      ? [{ path: ["outputs", i, "type"], message: `Of this type there is no “${collect}”.` }]
      : [],
  );
}

/** One text for values that are the same, however they are written down. */
export const givenKey = (value: Given | undefined): string =>
  JSON.stringify(typeof value === "object" ? [value.currency, value.amount] : (value ?? null));

function orderFaults({ hitPolicy, outputs }: TableShape): TableFault[] {
  const faults = outputs.flatMap((output, i): TableFault[] => {
    const seen = new Set<string>();
    return (output.order ?? []).flatMap((value, j): TableFault[] => {
      const path = ["outputs", i, "order", j];
      if (!fits(value, output)) return [{ path, message: wantedText(output) }];
      const isAgain = seen.has(givenKey(value));
      seen.add(givenKey(value));
      return isAgain ? [{ path, message: `This value stands in the order of “${output.title}” twice.` }] : [];
    });
  });
  if (ranksRows(hitPolicy) && !outputs.some(({ kind, order }) => kind === "outcome" || order !== undefined))
    faults.push({
      path: ["hitPolicy"],
      message: "Rows are ranked by what they give: put the values of a column given into an order first.",
    });
  return faults;
}

const WANTED = {
  text: "a text",
  number: "a number",
  money: "an amount with its currency",
  boolean: "true or false",
  date: "a date like 2026-01-31",
} as const;

function fits(value: Given, { kind, type, currency }: OutputColumn): boolean {
  if (kind === "points") return Number.isInteger(value) && Math.abs(value as number) <= 100_000;
  if (kind !== "value") return typeof value === "string";
  switch (type) {
    case "money":
      return typeof value === "object" && value.currency === currency;
    case "date":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
    case "text":
      return typeof value === "string";
    default:
      return typeof value === type;
  }
}

function wantedText({ title, kind, type, currency }: OutputColumn): string {
  const wanted = kind === "points" ? "a whole number" : kind === "value" ? WANTED[type ?? "text"] : "a key";
  return `“${title}” is ${wanted}${type === "money" ? ` in ${currency}` : ""}.`;
}
