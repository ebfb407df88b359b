import { z } from "zod";
import {
  type EditorPart,
  key,
  type WorkflowDocument,
  type WorkflowDocumentInput,
  workflowDocument,
} from "../schema";

/** What a new workflow begins as: from nothing, or from something that is there. */

/** `Marketplace seller (EU)` as `marketplace_seller_eu`; empty when nothing of it can stand in a key. */
export const keyOf = (title: string): string =>
  title
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 64);

/** What every workflow is called, however it begins. */
export const nameInput = z.strictObject({
  title: z.string().trim().min(1, "Give it a name.").max(120, "At most 120 characters."),
  key,
});

/** How a workflow can begin, in the words of whoever has not seen one yet. */
export const starts = {
  application_start: {
    title: "An application",
    text: "Somebody fills in forms by a link, and documents and people may be asked for.",
  },
  decision_start: {
    title: "A request of another system",
    text: "A program sends the data and gets the decision in the same call.",
  },
} as const;
export type StartType = keyof typeof starts;

export const emptyInput = nameInput.extend({
  partyKind: z.enum(["business", "person"]),
  start: z.enum(Object.keys(starts) as [StartType, ...StartType[]]),
});
export type EmptyInput = z.output<typeof emptyInput>;

/** Approve, review and decline, from least to most severe. */
const outcomes: WorkflowDocument["outcomes"] = [
  { key: "approve", title: "Approve", kind: "positive" },
  { key: "review", title: "Review", kind: "review" },
  { key: "decline", title: "Decline", kind: "negative" },
];

/** A start and an end, which hands everything to a person: an empty policy approves nobody. */
export function emptyDocument({ title, key, partyKind, start }: EmptyInput): WorkflowDocument {
  return workflowDocument.parse({
    format: "workflow/v1",
    ...{ key, title, outcomes },
    nodes: {
      start: {
        type: start,
        version: 1,
        title: start === "application_start" ? "Application" : "Request",
        config: {},
      },
      end: { type: "end", version: 1, title: "Review", config: { outcome: "review" } },
    },
    edges: [{ from: "start", outlet: "next", to: "end" }],
    settings: { partyKind, party: { name: "input.name", country: "input.country" } },
  } satisfies WorkflowDocumentInput);
}

export interface Beginning {
  document: WorkflowDocument;
  editor: EditorPart;
}

/** What somebody who chooses a template wants to know of it. */
export interface TemplateFacts {
  /** "Approve, Review or Decline" */
  decides: string[];
  steps: number;
  /** Titles of the data it asks for. */
  asks: string[];
  /** Keys of the connections it needs. */
  connections: string[];
}

/** Titles of a page's fields, those of lists and groups under their own title. */
function fieldTitles(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties } = schema as { properties?: unknown };
  if (typeof properties !== "object" || properties === null) return [];
  return Object.values(properties as Record<string, unknown>).flatMap((field) => {
    const title = (field as { title?: unknown } | null)?.title;
    return typeof title === "string" && title !== "" ? [title] : [];
  });
}

export function templateFacts(document: WorkflowDocument): TemplateFacts {
  const pages = Object.values(document.forms).flatMap((form) => form.pages);
  const asked = pages.flatMap(({ schema }) => fieldTitles(schema));
  const requested = Object.values(document.nodes).flatMap(({ config }) =>
    Array.isArray(config["fields"])
      ? config["fields"].flatMap((field: { title?: unknown }) =>
          typeof field?.title === "string" ? [field.title] : [],
        )
      : [],
  );
  const connections = Object.values(document.nodes).flatMap(({ config: { connection } }) =>
    typeof connection === "string" ? [connection] : [],
  );
  return {
    decides: document.outcomes.filter(({ kind }) => kind !== "neutral").map(({ title }) => title),
    steps: Object.keys(document.nodes).length,
    asks: [...new Set([...asked, ...requested])],
    connections: [...new Set(connections)],
  };
}
