import { placeholdersIn } from "@/server/nodes/template";
import { condition, operand } from "@/server/rules/core/ast";
import { checkCondition, newWalk } from "@/server/rules/core/check";
import { scopeOf } from "@/server/rules/core/check-document";
import { type CheckScope, checkOperand } from "@/server/rules/core/check-operand";
import { absolutePath } from "@/server/rules/core/sentences";
import { definitionOf } from "../edits/policy";
import type { WorkflowDocument } from "../schema";
import type { Place } from "./policy";
import { settingsOf } from "./settings";

const PATH = /^((input|party|forms|nodes|values|item)(\.[\w-]+(\[\])?)+|item|index)$/;

/** What nodes' settings name. `heard` is what the checker has already told of their conditions. */
export function nodePlaces(document: WorkflowDocument, heard: readonly Place[]): Place[] {
  const told = heard.map(({ path }) => path).filter((path) => path.startsWith("nodes."));
  const scope = scopeOf(document);
  return Object.entries(document.nodes).flatMap(([key, node]) => {
    const definition = definitionOf(node.type);
    if (!definition) return [];
    const at = `nodes.${key}.config`;
    const own = told.filter((path) => path.startsWith(`${at}.`));
    const isTold = (path: string) => own.some((one) => one === path || one.startsWith(`${path}.`));
    const { subjects } = node.config;
    // A question about each element of a list calls the element item.
    const list = typeof subjects === "string" && subjects.endsWith("[]") ? subjects : undefined;
    const read = (path: string, place: string): Place => {
      return { kind: "field", key: absolutePath(path, list), path: place, how: "reads" };
    };
    const places = placeholdersIn(node.config, "").flatMap(({ path, at: setting }) =>
      PATH.test(path) ? [read(path, `${at}${setting}`)] : [],
    );
    for (const { path, value, schema } of settingsOf(definition, node.config)) {
      const place = path === "" ? at : `${at}.${path}`;
      if (schema["x-editor"] && !isTold(place))
        places.push(...readsOf(value, schema["x-editor"], scope, place));
      if (typeof value !== "string") continue;
      if (schema["x-path"] === "read" && PATH.test(value)) places.push(read(value, place));
      if (schema["x-path"] === "declared")
        places.push({ kind: "field", key: value, path: place, how: "writes" });
      if (schema["x-names"] === "workflow")
        places.push({ kind: "workflow", key: value, path: place, how: "names" });
    }
    return [...places, ...declaredBy(document, key)];
  });
}

/** The fields of a condition or an operand that stands in settings. */
function readsOf(value: unknown, editor: string, given: CheckScope, at: string): Place[] {
  const found: Place[] = [];
  const scope: CheckScope = { ...given, heard: (named) => found.push({ ...named, how: "reads" }) };
  if (editor === "condition") {
    const test = condition.safeParse(value);
    if (test.success) checkCondition(test.data, scope, at);
  } else if (editor === "operand") {
    const read = operand.safeParse(value);
    if (read.success) checkOperand(newWalk(scope), read.data, at);
  }
  return found;
}

/** What a type's definition says its settings name, use and write. */
function declaredBy(document: WorkflowDocument, key: string): Place[] {
  const node = document.nodes[key]!;
  const definition = definitionOf(node.type)!;
  const config = definition.config.safeParse(node.config);
  if (!config.success) return [];
  const at = `nodes.${key}.config`;
  const asked = definition.asks?.(config.data);
  const { values } = node.config;
  return [
    ...(definition.references?.(config.data, document) ?? []).map(
      ({ kind, key, path }): Place => ({
        ...{ kind, key, how: "names" },
        path: `${at}.${path.replace(/\[(\d+)\]/g, ".$1")}`,
      }),
    ),
    ...(asked
      ? [{ kind: "connection", key: asked.connection, path: `${at}.connection`, how: "names" } as const]
      : []),
    // What a rule set computes is told of the rule set; here stands what the node takes over by itself.
    ...(definition.writes?.(config.data, document) ?? []).flatMap((path): Place[] => {
      const [, name = ""] = path.split(".");
      const isOwn = typeof values === "object" && values !== null && Object.hasOwn(values, name);
      return isOwn ? [{ kind: "field", key: path, path: `${at}.values.${name}`, how: "writes" }] : [];
    }),
  ];
}
