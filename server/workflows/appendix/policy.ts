import type { NodeCatalogue } from "@/server/engine/node";
import { condition } from "@/server/rules/core/ast";
import { wordsOf } from "@/server/rules/core/fields";
import { conditionText, ruleSetSentences } from "@/server/rules/core/sentences";
import {
  formulaSentence,
  scorecardSentences,
  type ToldParts,
  tableSentences,
} from "@/server/rules/core/table-sentences";
import { asSentence, humanise, joinWith, titleOf, type Words } from "@/server/rules/core/words";
import type { FormPage, WorkflowDocument } from "../schema";

/** What a policy says beside its steps: what is asked, for which reasons, in which queues, and rules no step goes by. */

export interface AppendixLine {
  code?: string;
  sentence: string;
  /** How deep it stands below the line before it. */
  depth: number;
}

export interface AppendixSection {
  key: string;
  title: string;
  lines: AppendixLine[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const line = (sentence: string, depth = 0, code?: string): AppendixLine => ({
  ...(code !== undefined && { code }),
  ...{ sentence, depth },
});

const FORMATS: { readonly [format: string]: string } = {
  ...{
    iban: "an IBAN",
    vat: "a VAT number",
    ein: "an EIN",
    url: "a web address",
    email: "an e-mail address",
  },
  ...{ country: "a country", date: "a date", phone: "a phone number", currency: "a currency" },
};
const TYPES: { readonly [type: string]: string } = {
  ...{ string: "a text", number: "a number", integer: "a whole number", boolean: "yes or no" },
  ...{ array: "a list", object: "a group of questions" },
};

function sortOf(field: Record<string, unknown>, document: WorkflowDocument): string {
  const upload = field["x-document"];
  if (typeof upload === "string") {
    const known = Object.hasOwn(document.settings.documentTypes, upload);
    return `an upload: ${known ? document.settings.documentTypes[upload]!.title : upload}`;
  }
  if (field["x-money"] !== undefined) return "an amount of money";
  if (Array.isArray(field["enum"])) {
    const words = isRecord(field["x-choices"]) ? field["x-choices"] : {};
    return `one of ${field["enum"].map((one) => String(words[String(one)] ?? one)).join(", ")}`;
  }
  const format = field["x-format"] ?? field["format"];
  if (typeof format === "string") return FORMATS[format] ?? `a ${humanise(format)}`;
  return TYPES[String(field["type"])] ?? "an answer";
}

/** Questions in the order in which they are asked, those of a list's elements below it. */
function questions(
  schema: Record<string, unknown>,
  document: WorkflowDocument,
  words: Words,
  depth: number,
): AppendixLine[] {
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const order = Array.isArray(schema["x-order"]) ? schema["x-order"].map(String) : [];
  const names = [...new Set([...order.filter((name) => name in properties), ...Object.keys(properties)])];
  return names.flatMap((name): AppendixLine[] => {
    const field = properties[name];
    if (!isRecord(field)) return [];
    const title = typeof field["title"] === "string" ? field["title"] : humanise(name);
    const when = (key: string, text: string) => {
      const parsed = condition.safeParse(field[key]);
      return parsed.success ? [`${text} when ${conditionText(parsed.data, words)}`] : [];
    };
    const facts = [
      sortOf(field, document),
      ...(required.includes(name) ? ["required"] : []),
      ...when("x-requiredWhen", "required"),
      ...when("x-visibleWhen", "asked only"),
    ];
    const inner = isRecord(field["items"]) ? field["items"] : field;
    return [
      line(asSentence(`${title}: ${facts.join(", ")}`), depth),
      ...(inner["properties"] === undefined ? [] : questions(inner, document, words, depth + 1)),
    ];
  });
}

function pageLines(page: FormPage, document: WorkflowDocument, words: Words): AppendixLine[] {
  const when = page.visibleWhen ? ` Asked only when ${conditionText(page.visibleWhen, words)}.` : "";
  const about = page.description ? ` ${asSentence(page.description)}` : "";
  return [line(`Page “${page.title}”.${about}${when}`), ...questions(page.schema, document, words, 1)];
}

/** Keys that some step's settings name, by kind. */
function namedBySteps(document: WorkflowDocument, catalogue: NodeCatalogue): Set<string> {
  return new Set(
    Object.values(document.nodes).flatMap((node) => {
      const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
      const config = definition?.config.safeParse(node.config);
      const names = config?.success ? (definition?.references?.(config.data, document) ?? []) : [];
      return names.map(({ kind, key }) => `${kind} ${key}`);
    }),
  );
}

/** What no step goes by decides nothing, and is told so that nobody believes it does. */
function unused(document: WorkflowDocument, catalogue: NodeCatalogue, words: Words): AppendixSection[] {
  const named = namedBySteps(document, catalogue);
  const of = <T extends { title: string }>(
    kind: string,
    word: string,
    things: { readonly [key: string]: T },
    told: (thing: T, key: string) => AppendixLine[],
  ): AppendixSection[] =>
    Object.entries(things).flatMap(([key, thing]) =>
      named.has(`${kind} ${key}`)
        ? []
        : [
            {
              key: `${kind}-${key}`,
              title: `${word} “${thing.title}”`,
              lines: [line("No step goes by it: it decides nothing."), ...told(thing, key)],
            },
          ],
    );
  const parts = ({ intro, lines }: ToldParts) => [
    line(intro),
    ...lines.map(({ code, sentence }) => line(sentence, 1, code)),
  ];
  return [
    ...of("ruleSet", "Rule set", document.rules, (set) => {
      const told = ruleSetSentences(set, words);
      return parts({ intro: told.intro, lines: told.rules });
    }),
    ...of("table", "Table", document.tables, (table) => parts(tableSentences(table, words))),
    ...of("scorecard", "Scorecard", document.scorecards, (card) => parts(scorecardSentences(card, words))),
    ...of("formula", "Formula", document.formulas, (formula, key) => [
      line(formulaSentence(key, formula, words)),
    ]),
  ];
}

/** Everything beside the steps, section by section; sections that would be empty are left out. */
export function policyAppendix(document: WorkflowDocument, catalogue: NodeCatalogue): AppendixSection[] {
  const words = wordsOf(document);
  const { party, partyKind, queues, documentTypes, noticeReasons, visitLimit, timeZone } = document.settings;
  const pathText = (paths: string) =>
    joinWith(
      paths.split(" ").map((path) => `“${titleOf(path, words)}”`),
      "and",
    );
  const reasons = Object.entries(document.reasonCodes).sort(([, a], [, b]) => a.priority - b.priority);
  const sections: AppendixSection[] = [
    ...Object.entries(document.forms).map(([key, form]) => ({
      key: `form-${key}`,
      title: `Form “${form.title}”`,
      lines: form.pages.flatMap((page) => pageLines(page, document, words)),
    })),
    {
      key: "reasons",
      title: "Reasons",
      lines: reasons.flatMap(([code, { staff, applicant }]) => [
        line(asSentence(staff), 0, code),
        line(`The applicant reads: ${asSentence(applicant)}`, 1),
      ]),
    },
    {
      key: "queues",
      title: "Queues",
      lines: Object.values(queues).flatMap(({ title, slaHours, checklist }) => [
        line(`${title}: to be decided within ${slaHours} hours.`),
        ...checklist.map((item) => line(`To tick off: ${asSentence(item)}`, 1)),
      ]),
    },
    {
      key: "documents",
      title: "Documents that may be asked for",
      lines: Object.values(documentTypes).map(({ title, help }) => line(asSentence(`${title}: ${help}`))),
    },
    ...unused(document, catalogue, words),
    {
      key: "texts",
      title: "Texts",
      lines: Object.entries(document.texts).map(([key, text]) => line(text, 0, key)),
    },
    {
      key: "settings",
      title: "Settings",
      lines: [
        line(`It decides about ${partyKind === "business" ? "businesses" : "people"}.`),
        line(
          `The party is called what ${pathText(party.name)} says; its country is ${pathText(party.country)}.`,
        ),
        ...(party.reference ? [line(`It is known again by ${pathText(party.reference)}.`)] : []),
        line(`A decision notice lists at most ${noticeReasons} reasons.`),
        line(`A step is entered at most ${visitLimit} times in one run.`),
        line(`Dates are those of ${timeZone}.`),
      ],
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}
