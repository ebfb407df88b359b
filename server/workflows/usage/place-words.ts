import { humanise } from "@/server/rules/core/words";
import { definitionOf, outletsOf } from "../edits/policy";
import type { WorkflowDocument } from "../schema";
import { settingWords } from "./settings";

/** A place of the document in words: what somebody looks for who wants to change it there. */
export function placeWords(document: WorkflowDocument, path: string): string {
  const [part = "", name = "", ...rest] = path.split(".");
  switch (part) {
    case "nodes": {
      const node = own(document.nodes, name);
      const setting = settingWords(definitionOf(node?.type ?? ""), rest.slice(1));
      return setting === "" ? `“${node?.title ?? name}”` : `“${node?.title ?? name}”: ${setting}`;
    }
    case "edges": {
      const edge = document.edges[Number(name)];
      const outlet = edge && outletsOf(document, edge.from).find(({ key }) => key === edge.outlet);
      return `“${own(document.nodes, edge?.from)?.title ?? edge?.from}”: ${outlet?.title ?? edge?.outlet}`;
    }
    case "rules":
      return ruleWords(document, name, rest);
    case "tables":
      return tableWords(document, name, rest);
    case "scorecards":
      return cardWords(document, name, rest);
    case "formulas":
      return `Formula “${own(document.formulas, name)?.title ?? name}”`;
    case "forms":
      return formWords(document, name, rest);
    case "texts":
      return "Texts for applicants";
    case "settings":
      return name === "party" ? `Settings: ${humanise(rest[0] ?? "")} of the party` : "Settings";
    default:
      return path;
  }
}

const own = <T>(of: { readonly [key: string]: T }, key: string | undefined): T | undefined =>
  key !== undefined && Object.hasOwn(of, key) ? of[key] : undefined;

const RULE_PARTS: { readonly [part: string]: string } = {
  ...{ when: "condition", outcome: "outcome", reasonCode: "reason", queue: "queue" },
  ...{ require: "what is asked for", values: "values" },
};

function ruleWords(document: WorkflowDocument, name: string, [list, at, part = ""]: string[]): string {
  const set = own(document.rules, name);
  const called = `Rules “${set?.title ?? name}”`;
  const rule = list === "rules" ? set?.rules[Number(at)] : undefined;
  if (rule) return `${rule.code} “${rule.title}”: ${own(RULE_PARTS, part) ?? part}`;
  return list === "otherwise" ? `${called}: when no rule fires` : `${called}: values`;
}

function tableWords(document: WorkflowDocument, name: string, [list, at, set, column]: string[]): string {
  const table = own(document.tables, name);
  const called = `Table “${table?.title ?? name}”`;
  const titleOf = (key: string | undefined) =>
    table?.outputs.find((one) => one.key === key)?.title ?? humanise(key ?? "");
  if (list === "rows") return `${called}, row ${Number(at) + 1}: ${titleOf(set === "set" ? column : set)}`;
  if (list === "otherwise") return `${called}, when no row holds: ${titleOf(at)}`;
  const columns = list === "inputs" ? table?.inputs : table?.outputs;
  const { title, key } = columns?.[Number(at)] ?? {};
  return `${called}, column “${title ?? key ?? at}”`;
}

function cardWords(document: WorkflowDocument, name: string, [list, at]: string[]): string {
  const card = own(document.scorecards, name);
  const called = `Scorecard “${card?.title ?? name}”`;
  const item = list === "factors" ? card?.factors[Number(at)] : card?.bands[Number(at)];
  if (list === "total" || !item) return `${called}: total`;
  return `${called}, ${list === "factors" ? "factor" : "band"} “${item.title}”`;
}

const QUESTION_PARTS: { readonly [part: string]: string } = {
  ...{ "x-visibleWhen": "shown when", "x-requiredWhen": "required when", "x-document": "document" },
  ...{ "x-countryFrom": "country", "x-money": "currency", visibleWhen: "shown when" },
};

function formWords(document: WorkflowDocument, name: string, [, at, ...rest]: string[]): string {
  const form = own(document.forms, name);
  const page = form?.pages[Number(at)];
  const called = `Form “${form?.title ?? name}”`;
  const part = rest.find((one) => Object.hasOwn(QUESTION_PARTS, one));
  const about = part === undefined ? "" : `: ${QUESTION_PARTS[part]}`;
  if (rest[0] === "visibleWhen") return `${called}, page “${page?.title}”${about}`;
  let title: string | undefined;
  let schema: unknown = page?.schema;
  for (const step of rest.slice(1)) {
    if (typeof schema !== "object" || schema === null) break;
    schema = (schema as { [key: string]: unknown })[step];
    const found = (schema as { title?: unknown } | undefined)?.title;
    if (step !== "properties" && step !== "items" && typeof found === "string") title = found;
  }
  const key = rest.filter((one) => one !== "properties" && one !== "items" && !one.startsWith("x-")).at(-1);
  return `${called}, “${title ?? humanise(key ?? "")}”${about}`;
}
