import { fieldText } from "@/server/rules/core/field-text";
import { wordsOf } from "@/server/rules/core/fields";
import { readPath } from "@/server/rules/core/read";
import { humanise, type Words } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { CheckView, ComparedField } from "./schema";

type Schema = Record<string, unknown>;
type Forms = { readonly [form: string]: unknown };

interface Field {
  /** With positions: `forms.owners.owners[1].share`. */
  path: string;
  title: string;
  section: string;
  subject: string;
  value: unknown;
}

/** What the other sources say about a field, by its path. */
interface Said {
  value: string;
  source: string;
}

/**
 * *Declared · document · register*, one row per answered or asked field of the forms. `before` are the values that stood
 * there when the applicant was asked again, by path.
 */
export function comparedFields(
  document: WorkflowDocument,
  data: { forms: Forms },
  checks: readonly CheckView[],
  before: ReadonlyMap<string, unknown>,
): ComparedField[] {
  const words = wordsOf(document);
  const fields = formFields(document, data.forms);
  const answers = new Map(fields.map((field) => [field.path, field.value]));
  const { registers, documents } = otherSources(document, answers, checks, words);
  return fields.flatMap((field): ComparedField[] => {
    const show = (value: unknown) => fieldText(value, field.path, words);
    const declared = show(field.value);
    const register = registers.get(field.path) ?? null;
    const onDocument = documents.get(field.path) ?? null;
    const stoodBefore = before.has(field.path) ? show(before.get(field.path)) : null;
    if (declared === null && !register && !onDocument && stoodBefore === null) return [];
    const others = [register?.value, onDocument].filter((value) => value !== undefined && value !== null);
    return [
      {
        path: field.path,
        title: field.title,
        section: field.section,
        subject: field.subject,
        declared,
        before: stoodBefore,
        document: onDocument,
        register,
        differs: others.some((value) =>
          isObject(field.value) ? addsWords(value, declared ?? "") : plain(value) !== plain(declared ?? ""),
        ),
      },
    ];
  });
}

/** Sources write names in their own capitals, spacing and punctuation: only what remains is a difference. */
const plain = (value: string) =>
  value
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s.,;:'’"()\-–/]+/g, "");

/** Of something in parts, such as an address, a source may name fewer, in another order: what it adds is the difference. */
function addsWords(value: string, declared: string): boolean {
  const wordsIn = (text: string) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const known = new Set(wordsIn(declared));
  return wordsIn(value).some((word) => !known.has(word));
}

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (schema: Schema) => isObject(schema["items"]) && isObject(schema["items"]["properties"]);
const titleIn = (schema: Schema, key: string) =>
  typeof schema["title"] === "string" ? schema["title"] : humanise(key);

/** Every field of the forms with what was answered; lists give the fields of each element they hold. */
export function formFields(document: WorkflowDocument, forms: Forms): Field[] {
  return Object.values(document.forms).flatMap((form) =>
    form.pages.flatMap((page) =>
      fieldsIn(page.schema, forms[form.key], {
        path: `forms.${form.key}`,
        section: page.title,
        subject: "party",
      }),
    ),
  );
}

function fieldsIn(
  schema: Schema,
  value: unknown,
  at: { path: string; section: string; subject: string },
): Field[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  return Object.entries(properties).flatMap(([key, property]): Field[] => {
    if (!isObject(property)) return [];
    const here = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    const path = `${at.path}.${key}`;
    // An uploaded document is shown among the documents; its answer is only an id.
    if (property["x-document"] !== undefined) return [];
    if (isList(property)) {
      const title = titleIn(property, key);
      return (Array.isArray(here) ? here : []).flatMap((element, index) =>
        fieldsIn(property["items"] as Schema, element, {
          path: `${path}[${index}]`,
          section: `${title}, ${nameOf(property, element) ?? `#${index + 1}`}`,
          subject: `${path}[${index}]`,
        }),
      );
    }
    if (isObject(property["properties"]) && property["x-money"] === undefined && !isAddress(property))
      return fieldsIn(property, here, { ...at, path });
    return [{ ...at, path, title: titleIn(property, key), value: inOrder(property, here) }];
  });
}

/** The parts of an address as its form asks for them: what was stored has forgotten their order. */
function inOrder(schema: Schema, value: unknown): unknown {
  if (!isObject(value) || !isObject(schema["properties"])) return value;
  const names = Object.keys(schema["properties"]).filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

/** An address is one thing to compare, whatever its parts are called. */
function isAddress(schema: Schema): boolean {
  const parts = Object.keys((schema["properties"] as Schema | undefined) ?? {});
  return parts.some((part) => /^(postcode|postalCode|zip)$/i.test(part));
}

/** What an element of a list is called: the field its schema names, else its name. */
export function nameOf(list: Schema, element: unknown): string | null {
  if (!isObject(element)) return null;
  const path = list["x-itemTitle"];
  const named = typeof path === "string" ? readPath(element, path) : undefined;
  if (typeof named === "string" && named) return named;
  const text = (key: string) => (typeof element[key] === "string" ? element[key] : "");
  return text("name") || text("legalName") || `${text("firstName")} ${text("lastName")}`.trim() || null;
}

/**
 * What registers, banks and documents say. A check's settings name the paths it asked with, which are the fields its
 * facts are about; the other facts of a company file belong to the fields of the same form that carry their name.
 */
function otherSources(
  document: WorkflowDocument,
  answers: ReadonlyMap<string, unknown>,
  checks: readonly CheckView[],
  words: Words,
): { registers: Map<string, Said>; documents: Map<string, string> } {
  const registers = new Map<string, Said>();
  const documents = new Map<string, string>();
  for (const check of checks.filter((one) => one.current)) {
    const ask = document.nodes[check.node]?.config["ask"];
    if (!isObject(ask)) continue;
    const asked = (field: string): string | undefined => {
      const path = ask[field];
      if (typeof path !== "string") return undefined;
      if (!path.startsWith("item.")) return path;
      return check.subject === "party" ? undefined : `${check.subject}.${path.slice(5)}`;
    };
    const said = (field: string | undefined, value: unknown) => {
      if (field && typeof value === "string" && value)
        registers.set(field, { value: fieldText(value, field, words) ?? value, source: check.source });
    };
    const { details } = check;
    if (check.capability === "company_lookup") {
      said(asked("name") ?? document.settings.party.name, details["name"]);
      const form = (asked("registrationNumber") ?? document.settings.party.name)
        .split(".")
        .slice(0, 2)
        .join(".");
      for (const fact of ["incorporatedOn", "address"]) said(fieldNamed(document, form, fact), details[fact]);
    }
    if (check.capability === "bank_account_name") said(asked("holder"), details["holderFound"]);
    if (check.capability === "identity_document") {
      const matches: [field: string, matches: unknown][] = [
        ["firstName", details["nameMatches"]],
        ["lastName", details["nameMatches"]],
        ["dateOfBirth", details["birthDateMatches"]],
      ];
      for (const [field, matched] of matches) {
        const path = asked(field);
        if (!path || typeof matched !== "boolean") continue;
        const declared = fieldText(answers.get(path), path, words);
        documents.set(path, matched && declared !== null ? declared : "Something else");
      }
      const path = asked("documentNumber");
      if (path && typeof details["documentNumber"] === "string")
        documents.set(path, details["documentNumber"]);
    }
  }
  return { registers, documents };
}

const aliases: Record<string, RegExp> = {
  incorporatedOn: /^(incorporated(On|At)?|incorporationDate|foundedOn|registeredOn)$/i,
  address: /^(registered|business|legal)?_?address$/i,
};

/** A field of the form by what it is about. */
function fieldNamed(document: WorkflowDocument, form: string, fact: string): string | undefined {
  const [, key = ""] = form.split(".");
  for (const page of document.forms[key]?.pages ?? []) {
    const names = Object.keys((page.schema["properties"] as Schema | undefined) ?? {});
    const found = names.find((name) => aliases[fact]?.test(name));
    if (found) return `${form}.${found}`;
  }
  return undefined;
}
