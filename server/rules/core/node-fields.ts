import { z } from "zod";
import { checkStatuses } from "@/db/enums/enums";
import { answerDetails, type Capability, capabilityNames } from "@/server/plugins/contract";
import type { WorkflowDocument, WorkflowNode } from "@/server/workflows/schema";
import { type Add, addProperties, isObject, type JsonSchema } from "./schema-fields";
import { humanise, large } from "./words";

const statuses = Object.fromEntries(checkStatuses.map((status) => [status, large(humanise(status))]));

function addCheck(node: WorkflowNode, path: string, add: Add): void {
  const { title } = node;
  const results = `${path}.results`;
  const group = title;
  const isSingle =
    node.config["subjects"] === undefined || ["party", "item"].includes(String(node.config["subjects"]));
  add({ path: `${path}.status`, title: `${title}: status`, group, type: "text", choices: statuses });
  add({ path: results, title, group, type: "list", of: "object", isSingle });
  // One answer needs no "in …" behind it, so the check's name stands before the field.
  const named = (field: string) => (isSingle ? `${title}: ${field}` : field);
  const each = `${results}[]`;
  add({ path: `${each}.status`, title: named("status"), group, type: "text", choices: statuses });
  for (const key of ["subject", "subjectName", "label", "sentence", "source"])
    add({ path: `${each}.${key}`, title: named(humanise(key)), group, type: "text" });
  const capability = node.config["capability"];
  if (!capabilityNames.includes(capability as Capability)) return;
  const details = z.toJSONSchema(answerDetails[capability as Capability], { io: "output" }) as JsonSchema;
  addProperties(details, `${each}.details`, group, (field) => {
    const own = field.path.slice(`${each}.details.`.length);
    const isInner = own.includes("[]");
    const name = own.split(".").at(-1)?.replace("[]", "") ?? own;
    const extra = /Country$/.test(name)
      ? { isCountry: true }
      : /On$/.test(name)
        ? { type: "date" as const }
        : {};
    add({ ...field, ...extra, title: isInner ? humanise(name) : named(humanise(name)) });
  });
}

/** What a node leaves at `nodes.KEY`, by its type. Types that leave nothing have no line. */
const outputs: { readonly [type: string]: (node: WorkflowNode, path: string, add: Add) => void } = {
  check: addCheck,
  screening: (node, path, add) => {
    const config = { ...node.config, capability: "watchlist_screening" };
    addCheck({ ...node, config }, path, add);
    const ignored = { path: `${path}.results[].details.ignored`, title: "hits that do not count" };
    add({ ...ignored, group: node.title, type: "number" });
  },
  http_request: ({ title, config }, path, add) => {
    const group = title;
    add({ path: `${path}.status`, title: `${title}: status`, group, type: "number" });
    for (const key of Object.keys(isObject(config["answer"]) ? config["answer"] : {}))
      add({ path: `${path}.${key}`, title: `${title}: ${humanise(key)}`, group, type: "any" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group, type: "text" });
  },
  sql_query: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.rows`, title: `${title}: rows`, group, type: "list", of: "object" });
    add({ path: `${path}.rows[]`, title: "row", group, type: "any" });
    add({ path: `${path}.count`, title: `${title}: number of rows`, group, type: "number" });
    add({ path: `${path}.isCut`, title: `${title}: rows were left out`, group, type: "boolean" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group, type: "text" });
  },
  set_party_data: ({ title }, path, add) => {
    add({ path: `${path}.nextReviewOn`, title: `${title}: next review`, group: title, type: "date" });
    add({ path: `${path}.failure`, title: `${title}: why it failed`, group: title, type: "text" });
  },
  collect: ({ title }, path, add) =>
    add({ path: `${path}.submittedAt`, title: `${title}: handed in at`, group: title, type: "date_time" }),
  branch: ({ title }, path, add) =>
    add({ path: `${path}.chosen`, title: `${title}: chosen`, group: title, type: "text" }),
  rules: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.outcome`, title: `${title}: outcome`, group, type: "text" });
    add({ path: `${path}.points`, title: `${title}: points`, group, type: "number" });
    add({ path: `${path}.queue`, title: `${title}: queue`, group, type: "text" });
    for (const key of ["flags", "reasonCodes"])
      add({ path: `${path}.${key}`, title: `${title}: ${humanise(key)}`, group, type: "list", of: "text" });
    add({ path: `${path}.fired`, title: `${title}: rules that fired`, group, type: "list", of: "object" });
    add({ path: `${path}.fired[].code`, title: "rule code", group, type: "text" });
    add({ path: `${path}.requirements`, title: `${title}: asked for`, group, type: "list", of: "object" });
    for (const key of ["kind", "key", "subject", "reasonCode"])
      add({ path: `${path}.requirements[].${key}`, title: humanise(key), group, type: "text" });
  },
  ownership: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.total`, title: `${title}: sum of shares`, group, type: "number" });
    add({ path: `${path}.owners`, title, group, type: "list", of: "object" });
    const each = `${path}.owners[]`;
    add({ path: `${each}.index`, title: "position", group, type: "number" });
    add({ path: `${each}.name`, title: "name", group, type: "text" });
    add({ path: `${each}.effectiveShare`, title: "effective share", group, type: "number" });
    add({ path: `${each}.isBeneficialOwner`, title: "is a beneficial owner", group, type: "boolean" });
    add({ path: `${each}.reason`, title: "reason", group, type: "text" });
    add({ path: `${each}.paths`, title: "paths", group, type: "any" });
  },
  review: ({ title }, path, add) => {
    add({ path: `${path}.verdict`, title: `${title}: verdict`, group: title, type: "text" });
    for (const key of ["reasonCodes", "by"])
      add({
        path: `${path}.${key}`,
        title: `${title}: ${humanise(key)}`,
        group: title,
        type: "list",
        of: "text",
      });
    add({ path: `${path}.items`, title: `${title}: sent back`, group: title, type: "list", of: "object" });
    for (const key of ["kind", "key", "subject", "reasonCode", "note"])
      add({ path: `${path}.items[].${key}`, title: humanise(key), group: title, type: "text" });
  },
  join: ({ title }, path, add) =>
    add({ path: `${path}.arrived`, title: `${title}: branches`, group: title, type: "list", of: "text" }),
  wait: ({ title }, path, add) => {
    add({ path: `${path}.ended`, title: `${title}: ended by`, group: title, type: "text" });
    add({ path: `${path}.payload`, title: `${title}: what the signal brought`, group: title, type: "any" });
  },
  sub_workflow: ({ title }, path, add) => {
    const group = title;
    for (const key of ["status", "outcome", "run"])
      add({ path: `${path}.${key}`, title: `${title}: ${key}`, group, type: "text" });
    add({ path: `${path}.reasonCodes`, title: `${title}: reasons`, group, type: "list", of: "text" });
    add({ path: `${path}.outputs`, title: `${title}: outputs`, group, type: "any" });
  },
  for_each: ({ title }, path, add) => {
    const group = title;
    add({ path: `${path}.count`, title: `${title}: elements`, group, type: "number" });
    add({ path: `${path}.failed`, title: `${title}: failed`, group, type: "number" });
    add({ path: `${path}.items`, title, group, type: "list", of: "object" });
    add({ path: `${path}.items[].index`, title: "position", group, type: "number" });
    add({ path: `${path}.items[].result`, title: "result", group, type: "text" });
    add({ path: `${path}.items[].output`, title: "output", group, type: "any" });
  },
  request_information: ({ title }, path, add) => {
    add({ path: `${path}.answered`, title: `${title}: answered`, group: title, type: "any" });
  },
};

type Kind = "normal" | "failure" | "deadline";
const NORMAL: readonly Kind[] = ["normal"];
const FAILED: readonly Kind[] = ["failure", "deadline"];
const ANY: readonly Kind[] = ["normal", "failure", "deadline"];

/** Types that leave something also by other ways out than their normal ones. */
const ways: { readonly [type: string]: readonly Kind[] } = {
  ...{ check: ANY, screening: ANY, sub_workflow: ANY, for_each: ["normal", "failure"] },
  ...{ request_information: ["normal", "deadline"], wait: ["normal", "deadline"] },
};

/** By which kinds of way out a field of a node's output is there: why it failed only after a failure. */
export function leftBy(type: string, path: string): readonly Kind[] {
  return /^nodes\.[^.]+\.failure$/.test(path) ? FAILED : (Object.hasOwn(ways, type) && ways[type]) || NORMAL;
}

/** What nodes leave for the steps behind them. */
export function addOutputs(document: WorkflowDocument, add: Add): void {
  const choices = Object.fromEntries(document.outcomes.map(({ key, title }) => [key, title]));
  for (const [key, node] of Object.entries(document.nodes)) {
    const path = `nodes.${key}`;
    // What rules propose is one of the workflow's own outcomes.
    const isProposed = (at: string) => node.type === "rules" && at === `${path}.outcome`;
    outputs[node.type]?.(node, path, (field) => add(isProposed(field.path) ? { ...field, choices } : field));
  }
}
