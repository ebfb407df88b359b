import type { WorkflowDocument } from "@/server/workflows/schema";
import type { FieldInfo, FieldType } from "./fields";
import { type Add, isObject, type JsonSchema, words } from "./schema-fields";
import { humanise, large } from "./words";

/** What a start brings whatever its settings. */
const brought: { readonly [type: string]: readonly Omit<FieldInfo, "group">[] } = {
  transaction_start: [
    { path: "input.transaction.id", title: "Transaction", type: "text" },
    { path: "input.transaction.at", title: "Time of the transaction", type: "date_time" },
    { path: "input.transaction.amount", title: "Amount", type: "money" },
    { path: "input.transaction.amount.amount", title: "Amount, minor units", type: "number" },
    { path: "input.transaction.amount.currency", title: "Amount, currency", type: "text" },
    {
      path: "input.transaction.direction",
      title: "Direction",
      type: "text",
      choices: { in: "In", out: "Out" },
    },
  ],
  schedule_start: [{ path: "input.scheduledFor", title: "Scheduled for", type: "date_time" }],
  party_changed_start: [{ path: "input.changed", title: "What changed", type: "list", of: "text" }],
};

/** What a run is begun with: what its start brings, and what a request has to say. */
export function addInput(document: WorkflowDocument, add: Add): void {
  for (const { type } of Object.values(document.nodes))
    for (const field of brought[type] ?? []) add({ ...field, group: "Input" });
  for (const node of Object.values(document.nodes)) {
    const fields = node.type.endsWith("_start") ? node.config["fields"] : undefined;
    for (const field of Array.isArray(fields) ? fields : []) {
      const path = isObject(field) ? words(field["path"]) : undefined;
      if (!path) continue;
      const title = words((field as JsonSchema)["title"]) ?? large(humanise(path));
      const at = path.startsWith("input.") ? path : `input.${path}`;
      add({ path: at, title, group: "Input", ...requestType((field as JsonSchema)["type"]) });
    }
  }
}

/** The type of a declared field of a request; one without may hold anything. */
function requestType(type: unknown): Pick<FieldInfo, "type" | "isCountry"> {
  if (type === "country") return { type: "text", isCountry: true };
  const known: FieldType[] = ["text", "number", "money", "boolean", "date", "date_time"];
  return { type: known.find((one) => one === type) ?? "any" };
}
