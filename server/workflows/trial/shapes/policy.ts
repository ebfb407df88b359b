import { z } from "zod";
import type { SettingsSchema } from "@/server/engine/settings-schema";
import { answerDetails, checkAnswer } from "@/server/plugins/contract";
import { type FieldInfo, fieldsOf } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { capabilityOf } from "../answering/policy";
import type { Question } from "../policy";

/** Forms of a trial as schemas: what a run of this workflow may begin with, and what each step may be answered. */

const typeOf = (field: FieldInfo): SettingsSchema => {
  const title = field.title;
  if (field.choices) return { type: "string", title, enum: Object.keys(field.choices) };
  switch (field.type) {
    case "number":
      return { type: "number", title };
    case "boolean":
      return { type: "boolean", title };
    case "money":
      return {
        type: "object",
        title,
        properties: {
          amount: { type: "integer", title: "Amount, minor units" },
          currency: { type: "string", title: "Currency" },
        },
      };
    case "date":
      return { type: "string", title, description: "As 2026-01-31." };
    case "date_time":
      return { type: "string", title, description: "As 2026-01-31T12:00:00Z." };
    case "text":
      return field.isCountry
        ? { type: "string", title, description: "Two letters, like GB." }
        : { type: "string", title };
    case "list":
      return field.of === "text" ? { type: "array", title, items: { type: "string" } } : { title };
    default:
      return { title };
  }
};

/** Puts a field below its path; what stands above it becomes an object. */
function place(root: SettingsSchema, steps: readonly string[], schema: SettingsSchema): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  root.type = "object";
  root.properties ??= {};
  const known = root.properties[step];
  if (rest.length === 0) {
    // Fields below came first: the object stays, with the title it lacked.
    root.properties[step] = known?.properties
      ? { ...known, title: schema.title ?? known.title ?? step }
      : schema;
    return;
  }
  if (known && !known.properties && known.type === undefined) return;
  const inner = known?.properties ? known : { type: "object" as const, properties: {} };
  root.properties[step] = inner;
  place(inner, rest, schema);
}

/** What a run may be given: every field below `input` that the workflow declares, and the party it is about. */
export function inputShape(document: WorkflowDocument): { input: SettingsSchema; party: SettingsSchema } {
  const input: SettingsSchema = { type: "object", properties: {} };
  const party: SettingsSchema = { type: "object", properties: {} };
  for (const field of fieldsOf(document).values()) {
    const [root, ...steps] = field.path.split(".");
    if (field.path.includes("[]") || steps.length === 0) continue;
    // Money is one field; its amount and currency stand below it.
    if (root === "input") place(input, steps, typeOf(field));
    if (root === "party" && steps.length === 1 && !["id", "facts"].includes(steps[0] ?? ""))
      place(party, steps, typeOf(field));
  }
  return { input, party };
}

/** What a trial begins with before anybody wrote anything. */
export function sampleSetup(document: WorkflowDocument, at: string) {
  const kind = document.settings.partyKind;
  const party = { kind, name: kind === "business" ? "Example Limited" : "Robin Example", country: "GB" };
  return { at, input: {}, party, pins: {} };
}

const schemaOf = (type: z.ZodType) =>
  z.toJSONSchema(type, { target: "draft-07", io: "input" }) as SettingsSchema;

const said = checkAnswer.omit({ vendorReference: true });

/** The shape of what answers a step, as its settings say; without a known one it is any JSON. */
export function answerShape(document: WorkflowDocument, question: Question): SettingsSchema {
  const capability = capabilityOf(question);
  if (capability) return schemaOf(said.extend({ details: answerDetails[capability] }));
  const node = document.nodes[question.node];
  switch (node?.type) {
    case "http_request": {
      const kept = node.config["answer"];
      const names = typeof kept === "object" && kept !== null ? Object.keys(kept) : [];
      return {
        type: "object",
        required: ["status"],
        properties: {
          status: { type: "integer", title: "Status" },
          ...Object.fromEntries(names.map((name): [string, SettingsSchema] => [name, {}])),
        },
      };
    }
    case "sql_query":
      return {
        type: "object",
        required: ["rows", "count"],
        properties: {
          rows: { title: "Rows", description: "A list of objects." },
          count: { type: "integer", title: "Number of rows" },
          isCut: { type: "boolean", title: "Rows were left out" },
        },
      };
    default:
      return {};
  }
}
