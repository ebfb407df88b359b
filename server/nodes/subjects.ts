import { z } from "zod";
import { NodeFault, type NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import type { Capability } from "@/server/plugins/contract";
import type { Condition } from "@/server/rules/core/ast";
import { newKit } from "@/server/rules/core/condition";
import { compileClock, newEnvironment } from "@/server/rules/core/environment";
import { readPath } from "@/server/rules/core/read";
import { FALSE, isMissing } from "@/server/rules/core/value";
import { humanise } from "@/server/rules/core/words";
import { elementsAt, itemListPath } from "./paths";

/** Where a field of a question stands: in the run, in the subject itself, or written down. */
export const subjectSource = z.union([
  z
    .string()
    .max(200)
    .regex(
      /^(item|(input|party|forms|nodes|values)\.[\w-]+)(\.[\w-]+)*$/,
      "Write a path like forms.company.legalName, or item.name for the subject itself.",
    )
    .meta({ title: "Path", "x-path": "read" }),
  z.strictObject({
    value: z.union([z.string().max(500), z.number(), z.boolean()]).meta({ title: "Fixed value" }),
  }),
]);

/** As much of a step's settings as says whom a vendor is asked about, and what. */
export interface SubjectConfig {
  connection: string;
  capability: Capability;
  subjects: string;
  only?: Condition | undefined;
  ask: { [field: string]: z.infer<typeof subjectSource> };
  timeoutMs: number;
}

/** What the worker needs for one question. */
export interface CheckRequest {
  connection: string;
  capability: Capability;
  /** `party`, or the item's path: `forms.owners.owners[1]`. */
  subject: string;
  subjectName?: string;
  request: JsonObject;
  timeoutMs: number;
}

const MAX_SUBJECTS = 200;

/** The subjects a check is about. `missing` is the list that is not there, which is not the same as an empty one. */
export function subjectsOf(
  config: SubjectConfig,
  scope: NodeScope,
): { subjects: { scope: string; item: unknown }[]; missing?: string } {
  // Inside a “for each” the element is what everything else calls item, also when the party is asked about.
  if (config.subjects === "party")
    return { subjects: [{ scope: "party", item: scope.data.item ?? scope.data.party }] };
  const wanted = config.only ? testOf(config.only, scope) : () => true;
  if (config.subjects === "item") {
    const { item } = scope.data;
    return { subjects: [{ scope: elementOf(scope), item }].filter(() => wanted(item)) };
  }
  const elements = elementsAt(scope.data, config.subjects);
  const list = config.subjects.slice(0, -2);
  if (elements === undefined) return { subjects: [], missing: list };
  const place = list.startsWith("item.") ? `${elementOf(scope)}${list.slice("item".length)}` : list;
  const subjects = elements
    .map((item, i) => ({ scope: `${place}[${i}]`, item }))
    .filter(({ item }) => wanted(item));
  if (subjects.length > MAX_SUBJECTS)
    throw new NodeFault(`${list} has ${subjects.length} items to check; at most ${MAX_SUBJECTS} can be.`);
  return { subjects };
}

/** Where the element of the “for each” around it stands: `forms.owners.owners[1]`. */
function elementOf({ itemPath }: NodeScope): string {
  if (itemPath === undefined)
    throw new NodeFault("it asks about an element, and there is no “for each” around it");
  return itemPath;
}

/** Whom a check is about, in words: *each of the owners*. */
export function aboutWhom({ subjects, only }: Pick<SubjectConfig, "subjects" | "only">): string {
  if (subjects === "party") return "the party";
  if (subjects === "item") return "the element";
  return `${only ? "some" : "each"} of the ${humanise(subjects.slice(0, -2).split(".").at(-1) ?? "")}`;
}

/** Whom a check can be about. */
export const subjectsField = z.union([z.literal("party"), z.literal("item"), itemListPath]).default("party");

/** False only for items whose test is false: nobody goes unchecked because a field was left empty. */
function testOf(only: Condition, scope: NodeScope): (item: unknown) => boolean {
  const settings = scope.source.settings;
  const test = newKit(settings).elementTest(only, 0);
  const env = newEnvironment(0, 0);
  env.data = scope.data;
  env.now = compileClock(settings)(scope.at);
  return (item) => {
    env.item = item;
    return test(env) !== FALSE;
  };
}

/** One question per subject. */
export function subjectRequests(
  config: SubjectConfig,
  scope: NodeScope,
): { scope: string; input: JsonObject }[] {
  return subjectsOf(config, scope).subjects.map(({ scope: subject, item }) => {
    const request = requestFor(config, scope, item);
    const name = subjectName(request);
    const input: CheckRequest = {
      connection: config.connection,
      capability: config.capability,
      subject,
      ...(name === undefined ? {} : { subjectName: name }),
      request,
      timeoutMs: config.timeoutMs,
    };
    return { scope: subject, input: input as unknown as JsonObject };
  });
}

/** Fields whose value is missing are left out; whether the question can do without them is the vendor's contract to say. */
export function requestFor(config: SubjectConfig, scope: NodeScope, item: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(config.ask).flatMap(([field, from]): [string, Json][] => {
      const value =
        typeof from !== "string"
          ? from.value
          : from === "item"
            ? item
            : from.startsWith("item.")
              ? readPath(item, from.slice(5))
              : readPath(scope.data, from);
      return isMissing(value) ? [] : [[field, value as Json]];
    }),
  );
}

/** What people call the subject, out of the question itself. */
export function subjectName(request: JsonObject): string | undefined {
  const text = (field: string) => (typeof request[field] === "string" ? request[field] : "");
  const name =
    text("name") ||
    [text("firstName"), text("lastName")].filter((part) => part !== "").join(" ") ||
    text("holder");
  return name === "" ? undefined : name;
}
