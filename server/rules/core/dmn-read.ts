import { XMLParser } from "fast-xml-parser";
import { type Column, parseCell } from "./cell";
import { cellOfFeel, literalOfFeel } from "./s-feel";
import {
  type DecisionTable,
  decisionTable,
  type Given,
  type HitPolicy,
  type OutputColumn,
  type TableRow,
} from "./table";
import { givenText, readGiven } from "./table-text";
import { humanise, large } from "./words";

/** What a file held: its tables, and in words what of them could not be taken over. */
export interface ReadDmn {
  tables: { table: DecisionTable; report: string[] }[];
  /** Why there is none, or what stands beside them. */
  report: string[];
}

/** A field by the name a column's expression has; undefined for one that nobody knows. */
export type FindField = (
  name: string,
) => { path: string; type: Column["type"]; currency?: string } | undefined;

const MOST_LETTERS = 10_000_000;
const POLICIES: { readonly [name: string]: HitPolicy } = {
  ...{ UNIQUE: "unique", FIRST: "first", ANY: "any", PRIORITY: "priority" },
  ...{ "RULE ORDER": "rule_order", "OUTPUT ORDER": "output_order", COLLECT: "collect" },
};
const TYPES: { readonly [name: string]: "text" | "number" | "boolean" | "date" } = {
  ...{ string: "text", number: "number", integer: "number", long: "number", double: "number" },
  ...{ boolean: "boolean", date: "date" },
};

type Element = { [name: string]: unknown };
const LISTS = new Set("decision input output rule inputEntry outputEntry annotationEntry".split(" "));

/** No entities of a file's own, and no prefixes: a file is text, and must not grow while it is read. */
const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: "@", removeNSPrefix: true, parseTagValue: false },
  ...{ processEntities: false, trimValues: true, isArray: (name: string) => LISTS.has(name) },
});

const ENTITIES: { readonly [name: string]: string } = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
  });

const isElement = (of: unknown): of is Element => typeof of === "object" && of !== null && !Array.isArray(of);
const all = (of: unknown): Element[] =>
  Array.isArray(of) ? of.map((one) => (isElement(one) ? one : {})) : [];
const attribute = (of: Element, name: string): string | undefined =>
  typeof of[`@${name}`] === "string" ? decoded(of[`@${name}`] as string) : undefined;
const textIn = (of: unknown): string => {
  const text = isElement(of) ? of["text"] : undefined;
  if (typeof text === "string") return decoded(text);
  return isElement(text) && typeof text["#text"] === "string" ? decoded(text["#text"]) : "";
};

/** Decision tables of a DMN file. Never throws: what cannot be read is told. */
export function readDmn(xml: string, findField: FindField): ReadDmn {
  const fail = (message: string): ReadDmn => ({ tables: [], report: [message] });
  if (xml.length > MOST_LETTERS) return fail("The file is larger than 10 MB.");
  if (/<!DOCTYPE|<!ENTITY/i.test(xml))
    return fail("The file brings definitions of its own (DOCTYPE). Take them out.");
  let root: unknown;
  try {
    root = (parser.parse(xml) as Element)["definitions"];
  } catch {
    return fail("The file is no XML that can be read.");
  }
  if (!isElement(root)) return fail("The file holds no DMN definitions.");
  const found: ReadDmn = { tables: [], report: [] };
  for (const decision of all(root["decision"])) {
    const name = attribute(decision, "name") ?? "Decision";
    const table = decision["decisionTable"];
    if (!isElement(table)) {
      found.report.push(`“${name}” is no decision table.`);
      continue;
    }
    const read = new TableReader(name, decision, table, findField).read();
    if (typeof read === "string") found.report.push(`“${name}”: ${read}`);
    else found.tables.push(read);
  }
  if (found.tables.length === 0 && found.report.length === 0)
    found.report.push("The file holds no decision.");
  return found;
}

class TableReader {
  private readonly report: string[] = [];
  private readonly keys = new Set<string>();
  private readonly name: string;
  private readonly decision: Element;
  private readonly table: Element;
  private readonly findField: FindField;

  constructor(name: string, decision: Element, table: Element, findField: FindField) {
    this.name = name;
    this.decision = decision;
    this.table = table;
    this.findField = findField;
  }

  /** The table, or why there can be none. */
  read(): ReadDmn["tables"][number] | string {
    const policy = attribute(this.table, "hitPolicy") ?? "UNIQUE";
    const hitPolicy = Object.hasOwn(POLICIES, policy) ? POLICIES[policy]! : undefined;
    if (!hitPolicy) return `the hit policy “${policy}” is not known.`;
    const inputs: Column[] = [];
    for (const [i, input] of all(this.table["input"]).entries()) {
      const column = this.input(input, i);
      if (typeof column === "string") return column;
      inputs.push(column);
    }
    if (inputs.length === 0) return "it tests nothing.";
    const rules = all(this.table["rule"]);
    const outputs = all(this.table["output"]).map((output, i, { length }) =>
      this.output(output, rules, i, length),
    );
    const aggregation = attribute(this.table, "aggregation")?.toLowerCase();
    const made = decisionTable.safeParse({
      title: this.name.slice(0, 120),
      hitPolicy,
      ...(hitPolicy === "collect" ? { collect: aggregation ?? "list" } : {}),
      inputs,
      outputs,
      rows: rules.map((rule, i) => this.row(rule, i, inputs, outputs)),
      ...this.otherwise(outputs),
    });
    if (made.success) return { table: made.data, report: this.report };
    return made.error.issues[0]?.message ?? "it cannot be read.";
  }

  private key(wished: string): string {
    const plain = wished
      .replace(/([a-z\d])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[^a-z]+|_+$/g, "")
      .slice(0, 56);
    const base = plain === "" ? "column" : plain;
    let key = base;
    for (let i = 2; this.keys.has(key); i++) key = `${base}_${i}`;
    this.keys.add(key);
    return key;
  }

  private input(input: Element, i: number): Column | string {
    const expression = isElement(input["inputExpression"]) ? input["inputExpression"] : {};
    const name = textIn(expression);
    const key = this.key(attribute(input, "key") ?? name.split(".").at(-1) ?? "");
    const ours = attribute(input, "path");
    const title = attribute(input, ours === undefined ? "label" : "title");
    const named = title === undefined || title === "" ? {} : { title: title.slice(0, 80) };
    const typeRef = attribute(expression, "typeRef") ?? "string";
    const known = Object.hasOwn(TYPES, typeRef) ? TYPES[typeRef] : undefined;
    if (ours !== undefined) {
      const currency = attribute(input, "currency");
      const type = (attribute(input, "type") ?? known) as Column["type"];
      return { key, ...named, path: ours, type, ...(currency === undefined ? {} : { currency }) };
    }
    if (!/^[\p{L}_][\p{L}\p{N}_ .]*$/u.test(name))
      return `column ${i + 1} computes “${name}”. Compute it in a formula, and test its value.`;
    if (!known) return `column ${i + 1} holds “${typeRef}”, which no cell can test.`;
    const field = this.findField(name);
    if (!field) {
      this.report.push(`“${name}” is read from input.${key}. Choose the field it stands for.`);
      return { key, ...named, path: `input.${key}`, type: known };
    }
    const currency = field.type === "money" ? { currency: field.currency ?? "EUR" } : {};
    return { key, ...named, path: field.path, type: field.type, ...currency };
  }

  private output(output: Element, rules: readonly Element[], i: number, count: number): OutputColumn {
    const name = attribute(output, "name") ?? (count === 1 ? this.name : `Result ${i + 1}`);
    const kind = (attribute(output, "kind") ?? "value") as OutputColumn["kind"];
    const column: OutputColumn = {
      key: this.key(name),
      title: (attribute(output, "label") ?? large(name === name.toLowerCase() ? humanise(name) : name)).slice(
        0,
        80,
      ),
      kind,
    };
    if (kind === "value") {
      const variable = isElement(this.decision["variable"])
        ? attribute(this.decision["variable"], "typeRef")
        : undefined;
      const typeRef = attribute(output, "typeRef") ?? (count === 1 ? variable : undefined) ?? "";
      column.type =
        (attribute(output, "type") as OutputColumn["type"]) ??
        (Object.hasOwn(TYPES, typeRef) ? TYPES[typeRef] : undefined) ??
        typeOfEntries(rules.map((rule) => textIn(all(rule["outputEntry"])[i])));
      const currency = attribute(output, "currency");
      if (currency !== undefined) column.currency = currency;
    }
    const order = splitList(textIn(output["outputValues"])).flatMap(
      (entry) => this.value(entry, column) ?? [],
    );
    if (order.length > 0) column.order = order;
    return column;
  }

  /** A plain value of the column; undefined for none and for what is computed. */
  private value(entry: string, column: OutputColumn): Given | undefined {
    const literal = literalOfFeel(entry);
    return literal === undefined || literal === null ? undefined : readGiven(givenText(literal), column);
  }

  private row(
    rule: Element,
    i: number,
    inputs: readonly Column[],
    outputs: readonly OutputColumn[],
  ): TableRow {
    const when: TableRow["when"] = {};
    for (const [c, entry] of all(rule["inputEntry"]).entries()) {
      const column = inputs[c];
      const cell = cellOfFeel(textIn(entry)).slice(0, 500);
      if (!column || cell === "-") continue;
      when[column.key] = cell;
      const parsed = parseCell(cell, column, "c");
      if (!parsed.ok) this.report.push(`Row ${i + 1}, ${column.title ?? column.key}: ${parsed.message}`);
    }
    const set: TableRow["set"] = {};
    for (const [c, entry] of all(rule["outputEntry"]).entries()) {
      const column = outputs[c];
      if (!column) continue;
      if (literalOfFeel(textIn(entry)) === null)
        this.report.push(
          `Row ${i + 1}, ${column.title}: “${textIn(entry)}” is no plain value and was left out.`,
        );
      const value = this.value(textIn(entry), column);
      if (value !== undefined) set[column.key] = value;
    }
    const note = textIn(all(rule["annotationEntry"])[0]).slice(0, 400);
    return { when, set, ...(note === "" ? {} : { note }) };
  }

  private otherwise(outputs: readonly OutputColumn[]): { otherwise?: TableRow["set"] } {
    const entries = all(this.table["output"]).map((output) => output["defaultOutputEntry"]);
    if (entries.every((entry) => entry === undefined)) return {};
    const set: TableRow["set"] = {};
    for (const [i, column] of outputs.entries()) {
      const value = this.value(textIn(entries[i]), column);
      if (value !== undefined) set[column.key] = value;
    }
    return { otherwise: set };
  }
}

/** A list of literals; commas inside texts are theirs. */
const splitList = (text: string): string[] =>
  (text.match(/"(?:[^"\\]|\\.)*"|date\([^)]*\)|[^,]+/g) ?? [])
    .map((one) => one.trim())
    .filter((one) => one !== "");

function typeOfEntries(entries: readonly string[]): "text" | "number" | "boolean" {
  const types = new Set(
    entries
      .flatMap((entry) => typeof (literalOfFeel(entry) ?? undefined))
      .filter((one) => one !== "undefined"),
  );
  const [only] = types;
  return types.size === 1 && (only === "number" || only === "boolean") ? only : "text";
}
