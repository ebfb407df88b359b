import { humanise } from "@/server/rules/core/words";
import type { Form, FormPage } from "../schema";
import {
  type Comparison,
  fieldLines,
  isWhole,
  large,
  lines,
  only,
  own,
  sideValue,
  type Teller,
  users,
} from "./lines";
import { isRecord } from "./steps";
import type { Side } from "./values";

/** Differences of forms, question by question. */

const FIELD_WORDS = {
  ...{ title: "Title", description: "Help", enum: "Choices", required: "Required", type: "Type" },
  ...{ "x-visibleWhen": "Shown when", "x-requiredWhen": "Required when", "x-document": "Document" },
  ...{
    "x-format": "Format",
    "x-country": "Country",
    "x-countryFrom": "Country from",
    "x-message": "Message",
  },
  ...{ "x-choices": "Words of the choices", "x-itemTitle": "An element is named by", "x-order": "Order" },
  ...{ "x-money": "Currency", "x-date": "Date", visibleWhen: "Shown when", uiSchema: "Looks" },
  ...{ schema: "Answers", properties: "questions", pages: "Pages" },
};

export const forms: Teller = (steps, unit, of) => {
  const [, name = "", , pageKey] = unit;
  const formOf = ({ document }: Side) => own(document.forms, name);
  const called = `Form “${(formOf(of.after) ?? formOf(of.before))?.title ?? name}”`;
  const about = { part: "Forms", nodes: users(of, "form", name) } as const;
  if (pageKey === undefined) {
    const pages = (form: Form | undefined) => form?.pages.map(pageText).join("\n") ?? null;
    if (isWhole(steps, unit))
      return { ...about, title: called, lines: only(pages(formOf(of.before)), pages(formOf(of.after))) };
    return { ...about, title: called, lines: fieldLines(steps, 2, of, FIELD_WORDS) };
  }
  const pageOf = (side: Side) => formOf(side)?.pages.find((one) => one.key === pageKey.split("#")[0]);
  const page = pageOf(of.after) ?? pageOf(of.before);
  const onPage = `${called}, page “${page?.title ?? pageKey}”`;
  const textIn = (side: Side) => {
    const found = pageOf(side);
    return found ? pageText(found) : null;
  };
  if (unit.length === 4) {
    if (isWhole(steps, unit)) {
      const isAdded = steps[0]?.op === "add";
      return {
        ...about,
        title: onPage,
        lines: isAdded ? only(null, textIn(of.after)) : only(textIn(of.before), null),
      };
    }
    const label = (rest: readonly string[]) =>
      rest[0] === "schema" && rest.length > 1 ? fieldLabel(rest.slice(1)) : fieldLabel(rest);
    return { ...about, title: onPage, lines: lines(steps, 4, of, label) };
  }
  const field = unit.slice(5).filter((part) => part !== "properties" && part !== "items");
  const title = `${called}, question “${field.map((_, i) => titleInPage(of, pageOf, field.slice(0, i + 1))).join(" › ")}”`;
  if (!isWhole(steps, unit)) return { ...about, title, lines: lines(steps, unit.length, of, fieldLabel) };
  const step = steps[0]!;
  const sort = fieldSort(sideValue(step, step.op === "add" ? "after" : "before"));
  return { ...about, title, lines: step.op === "add" ? only(null, sort) : only(sort, null) };
};

const fieldLabel = (rest: readonly string[]) =>
  large(rest.map((part) => own(FIELD_WORDS, part) ?? humanise(part.replace(/^x-/, ""))).join(", "));

function titleInPage(
  of: Comparison,
  pageOf: (side: Side) => FormPage | undefined,
  names: readonly string[],
): string {
  const find = (side: Side) =>
    names.reduce<unknown>((schema, name) => {
      const at = isRecord(schema) && isRecord(schema["items"]) ? schema["items"] : schema;
      return isRecord(at) && isRecord(at["properties"]) ? at["properties"][name] : undefined;
    }, pageOf(side)?.schema);
  const field = find(of.after) ?? find(of.before);
  return isRecord(field) && typeof field["title"] === "string"
    ? field["title"]
    : humanise(names.at(-1) ?? "");
}

/** "Text", "One of GB, DE", "List". */
function fieldSort(field: unknown): string | null {
  if (!isRecord(field)) return null;
  if (typeof field["x-document"] === "string") return "A document";
  if (Array.isArray(field["enum"])) return `One of ${field["enum"].join(", ")}`;
  const words: { [type: string]: string } = {
    ...{ string: "A text", number: "A number", integer: "A whole number", boolean: "Yes or no" },
    ...{ array: "A list", object: "A group of questions" },
  };
  return own(words, String(field["type"])) ?? String(field["type"]);
}

function pageText(page: FormPage): string {
  const properties = isRecord(page.schema["properties"]) ? page.schema["properties"] : {};
  const titles = Object.entries(properties).map(([name, field]) =>
    isRecord(field) && typeof field["title"] === "string" ? field["title"] : humanise(name),
  );
  return `${page.title}: ${titles.join(", ")}`;
}
