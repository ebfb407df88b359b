import type { RunState } from "@/server/engine/state";
import { type FieldCatalogue, findField } from "@/server/rules/core/fields";
import { titleOf, type Words } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Source } from "./schema";
import type { Visit } from "./visits";

/** What readings are made with: one decision's version, words and visits. */
export interface Reading {
  document: WorkflowDocument;
  words: Words;
  fields: FieldCatalogue;
  stored: RunState;
  visits: readonly Visit[];
  /** Whoever asks may not read the party: no value is told. */
  isSealed: boolean;
  lineOf(frame: string | undefined): string | null;
}

/** Where a path's value came from as a visit saw it: the last step before it that wrote it. */
export function sourceOf(path: string, reader: Visit, reading: Reading): Source {
  const { document, fields, stored } = reading;
  const [root = "", name = ""] = path.replaceAll("[]", "").split(".");
  const began = stored.path[0]?.enteredAt ?? stored.now;
  const titleOfStep = (node: string) => document.nodes[node]?.title ?? node;
  switch (root) {
    case "input":
      return { title: "The request", kind: "request", by: null, at: began };
    case "party":
      return { title: "The party's own record", kind: "party", by: null, at: began };
    case "forms": {
      const filled = before(reader, reading, ({ node }) => fillsForm(document, node, name));
      const title = document.forms[name]?.title ?? name;
      return { title, kind: "form", by: null, at: filled?.leftAt ?? null };
    }
    case "nodes": {
      const step = before(reader, reading, ({ node }) => node === name);
      return { title: titleOfStep(name), kind: "step", by: vendorOf(step), at: step?.leftAt ?? null };
    }
    case "values": {
      const setter = before(reader, reading, ({ values }) => Object.hasOwn(values, name));
      const title = setter ? titleOfStep(setter.node) : "Computed values";
      return { title, kind: "value", by: null, at: setter?.leftAt ?? null };
    }
    default:
      // `item.…` and `index`: the element of the list that the line is about.
      return {
        title: findField(fields, path)?.group ?? "Element",
        kind: "list",
        by: null,
        at: reader.enteredAt,
      };
  }
}

/** The last visit before this one that fits and that this one's line could read. */
function before(reader: Visit, { visits }: Reading, fits: (visit: Visit) => boolean): Visit | undefined {
  const end = visits.indexOf(reader);
  return visits
    .slice(0, end < 0 ? visits.length : end)
    .findLast((visit) => canRead(reader.frame, visit.frame) && visit.leftAt !== undefined && fits(visit));
}

const canRead = (reader: string | undefined, writer: string | undefined): boolean =>
  writer === undefined || reader === writer || reader?.startsWith(`${writer}/`) === true;

function fillsForm(document: WorkflowDocument, node: string, form: string): boolean {
  const { type, config } = document.nodes[node] ?? {};
  return (type === "collect" && config?.["form"] === form) || type === "request_information";
}

interface Answers {
  status?: unknown;
  results?: { source?: unknown; status?: unknown; label?: unknown }[];
}

function vendorOf(visit: Visit | undefined): string | null {
  const { results } = (visit?.output ?? {}) as Answers;
  if (!Array.isArray(results)) return null;
  const sources = results.flatMap(({ source }) => (typeof source === "string" && source ? [source] : []));
  return sources.length > 0 ? [...new Set(sources)].join(", ") : null;
}

/** *Needed: Registry status, from “Company registry”. That step gave no answer.* */
export function neededText(path: string, reader: Visit, reading: Reading): string {
  const { document, words } = reading;
  const title = large(titleOf(path, words));
  const [root = "", name = ""] = path.replaceAll("[]", "").split(".");
  const { title: from, at } = sourceOf(path, reader, reading);
  switch (root) {
    case "input":
      return `Needed: ${title}, from the request. It came without it.`;
    case "party":
      return `Needed: ${title}, from the party's own record. It did not stand there when the run began.`;
    case "forms":
      return `Needed: ${title}, from the form “${from}”. ${at === null ? "Nobody had filled it in yet." : "It was left empty."}`;
    case "values":
      return `Needed: ${title}, a computed value. ${at === null ? "No step before this one had set it." : `“${from}” could not tell it.`}`;
    case "nodes": {
      const step = before(reader, reading, ({ node }) => node === name);
      return `Needed: ${title}, from the step “${document.nodes[name]?.title ?? name}”. ${step ? silence(step) : "The run had not come by it."}`;
    }
    default:
      return `Needed: ${title}, of the element. It was not given.`;
  }
}

function silence(step: Visit): string {
  const { status, results } = step.output as Answers;
  const of = Array.isArray(results) ? results.map((result) => result.status) : [];
  const is = (one: string) => status === one || (of.length > 0 && of.every((each) => each === one));
  if (is("no_answer")) return "It was asked and gave no answer.";
  if (is("input_missing")) return "It could not be asked: something it needs was missing.";
  if (is("not_found")) return "It was asked and found nobody.";
  if ("fired" in step.output) return "It proposed nothing.";
  if (Object.keys(step.output).length === 0) return "It was passed over without an answer.";
  return "It answered without it.";
}

const large = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Every path that a part of a rule reads, wherever it stands in it; those of a list's elements stand for the list. */
export function pathsIn(part: unknown, list?: string): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      const isPath = ["field", "count", "list"].includes(key) && typeof one === "string";
      if (isPath && !(list !== undefined && /^item(\.|$)/.test(one))) found.add(one);
      else if (!isPath) walk(one);
    }
  };
  walk(part);
  return [...found];
}
