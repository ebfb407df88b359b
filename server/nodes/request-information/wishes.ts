import type { NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { ruleResults } from "../run-facts";
import { type RequestInformationConfig, type RequirementAsked, requirementAsked } from "./config";

const same = (wish: { kind: string; key: string; subject: string }) =>
  JSON.stringify([wish.kind, wish.key, wish.subject]);

function parseAll(list: unknown): RequirementAsked[] {
  return Array.isArray(list)
    ? list.flatMap((wish) => {
        const parsed = requirementAsked.safeParse(wish);
        return parsed.success ? [parsed.data] : [];
      })
    : [];
}

/** Everything this run has asked before, by whichever node. */
function askedBefore(scope: NodeScope): RequirementAsked[] {
  return Object.entries(scope.source.nodes).flatMap(([node, { type }]) =>
    type === "request_information" && Object.hasOwn(scope.data.nodes, node)
      ? parseAll(scope.data.nodes[node]?.asked)
      : [],
  );
}

/** What is to be asked now, each thing once. */
export function wishesOf({ from }: RequestInformationConfig, scope: NodeScope): RequirementAsked[] {
  const wishes =
    from === "proposals"
      ? ruleResults(scope).flatMap(({ result }) => parseAll(result.requirements))
      : Object.hasOwn(scope.data.nodes, from.node)
        ? parseAll(scope.data.nodes[from.node]?.items ?? scope.data.nodes[from.node]?.requirements)
        : [];
  // A person may ask again for what was answered badly; rules that stay unhappy would ask for ever.
  const seen = new Set(from === "proposals" ? askedBefore(scope).map(same) : []);
  return wishes.filter((wish) => {
    const fresh = !seen.has(same(wish));
    seen.add(same(wish));
    return fresh;
  });
}

/** This node's memory: what it asked at earlier visits and now. */
export function askedOnceMore(config: RequestInformationConfig, scope: NodeScope): Json[] {
  const own = Object.hasOwn(scope.data.nodes, scope.node)
    ? parseAll(scope.data.nodes[scope.node]?.asked)
    : [];
  const all = new Map([...own, ...wishesOf(config, scope)].map((wish) => [same(wish), wish]));
  return [...all.values()] as unknown as Json[];
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Answers laid over what is known: objects by key, lists by position. A null inside a list means "as it was", so
 * that an answer about the second owner leaves the first alone.
 */
export function layOver(known: Json | undefined, answer: Json): Json {
  if (isObject(known) && isObject(answer))
    return Object.fromEntries([
      ...Object.entries(known),
      ...Object.entries(answer).map(([key, value]): [string, Json] => [
        key,
        layOver(Object.hasOwn(known, key) ? known[key] : undefined, value),
      ]),
    ]);
  if (Array.isArray(known) && Array.isArray(answer))
    return Array.from({ length: Math.max(known.length, answer.length) }, (_, i) => {
      const next = answer[i];
      return next === undefined || next === null ? (known[i] ?? null) : layOver(known[i], next);
    });
  return answer;
}
