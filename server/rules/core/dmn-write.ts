import { feelLiteral, feelOfCell } from "./s-feel";
import type { DecisionTable, Given, HitPolicy, OutputColumn, TableRow } from "./table";

/** The namespace in which our files keep what DMN has no word for; other programs pass it over. */
export const GATEHOUSE = "urn:gatehouse:decision-table:1";

const POLICIES: { readonly [policy in HitPolicy]: string } = {
  unique: "UNIQUE",
  first: "FIRST",
  any: "ANY",
  priority: "PRIORITY",
  rule_order: "RULE ORDER",
  output_order: "OUTPUT ORDER",
  collect: "COLLECT",
};
const TYPES = {
  text: "string",
  number: "number",
  money: "number",
  boolean: "boolean",
  date: "date",
} as const;

const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const text = (of: string): string => `<text>${escaped(of)}</text>`;

/** A decision table as a DMN 1.3 file, and in words what other programs will not find in it. */
export function writeDmn(
  table: DecisionTable,
  titleOf: (column: DecisionTable["inputs"][number]) => string,
): { xml: string; report: string[] } {
  const report: string[] = [];
  const { inputs, outputs, hitPolicy, collect } = table;
  const aggregation =
    hitPolicy === "collect" && collect && collect !== "list" ? ` aggregation="${collect.toUpperCase()}"` : "";
  const inputsText = inputs.map((column, i) => {
    if (column.type === "money")
      report.push(`“${titleOf(column)}” is in ${column.currency}; DMN has numbers only.`);
    const currency = column.currency ? ` gh:currency="${column.currency}"` : "";
    const title = column.title === undefined ? "" : ` gh:title="${escaped(column.title)}"`;
    return `<input id="input_${i}" label="${escaped(titleOf(column))}" gh:key="${column.key}" gh:path="${escaped(column.path)}" gh:type="${column.type}"${currency}${title}><inputExpression id="expression_${i}" typeRef="${TYPES[column.type]}">${text(column.path)}</inputExpression></input>`;
  });
  const outputsText = outputs.map((output, i) => {
    if (output.kind !== "value")
      report.push(`“${output.title}” is written as plain values; other programs do nothing else with it.`);
    const type = output.kind === "points" ? "number" : TYPES[output.type ?? "text"];
    const more = [
      output.type && `gh:type="${output.type}"`,
      output.currency && `gh:currency="${output.currency}"`,
    ].filter(Boolean);
    const fallback = table.otherwise
      ? `<defaultOutputEntry id="default_${i}">${text(entryOf(output, table.otherwise))}</defaultOutputEntry>`
      : "";
    const order = output.order
      ? `<outputValues id="values_${i}">${text(output.order.map((value) => literal(output, value)).join(", "))}</outputValues>`
      : "";
    return `<output id="output_${i}" name="${output.key}" label="${escaped(output.title)}" typeRef="${type}" gh:kind="${output.kind}" ${more.join(" ")}>${order}${fallback}</output>`;
  });
  const rules = table.rows.map((row, i) => {
    const cells = inputs.map((column, c) => {
      const cell = Object.hasOwn(row.when, column.key) ? row.when[column.key]! : "-";
      const feel = feelOfCell(cell, column);
      if (feel === undefined) report.push(`Row ${i + 1}, ${titleOf(column)}: “${cell}” cannot be read.`);
      return `<inputEntry id="in_${i}_${c}">${text(feel ?? cell)}</inputEntry>`;
    });
    const results = outputs.map(
      (output, c) => `<outputEntry id="out_${i}_${c}">${text(entryOf(output, row.set))}</outputEntry>`,
    );
    return `<rule id="rule_${i}">${cells.join("")}${results.join("")}<annotationEntry>${text(row.note ?? "")}</annotationEntry></rule>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:gh="${GATEHOUSE}" id="definitions" name="${escaped(table.title)}" namespace="${GATEHOUSE}">
  <decision id="decision" name="${escaped(table.title)}">
    <decisionTable id="table" hitPolicy="${POLICIES[hitPolicy]}"${aggregation}>
      ${[...inputsText, ...outputsText, '<annotation name="Note"/>', ...rules].join("\n      ")}
    </decisionTable>
  </decision>
</definitions>
`;
  return { xml, report };
}

/** Keys of outcomes and reasons are texts, also where they look like days. */
function literal({ kind, type }: OutputColumn, value: Given): string {
  return typeof value === "string" && !(kind === "value" && type === "date")
    ? `"${value.replace(/["\\]/g, "\\$&")}"`
    : feelLiteral(value);
}

const entryOf = (output: OutputColumn, set: TableRow["set"]): string =>
  Object.hasOwn(set, output.key) ? literal(output, set[output.key]!) : "";
