import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "./catalogue";
import { runCheck } from "./check/run";
import { runHttpRequest } from "./http-request/run";
import { runNotify } from "./notify/run";
import { runListRead } from "./read-lists";
import type { Runner } from "./runner";
import { runScreening } from "./screening/run";
import { runSetPartyData } from "./set-party-data/run";
import { runSqlQuery } from "./sql-query/run";

type Catalogue = typeof nodeCatalogue;
type EffectType = {
  [T in keyof Catalogue]: Catalogue[T]["kind"] extends "effect" ? T : never;
}[keyof Catalogue];

/** What each effect node does; leaving one out does not compile. */
export const runners: { readonly [T in EffectType]: Runner } = {
  check: runCheck,
  screening: runScreening,
  http_request: runHttpRequest,
  sql_query: runSqlQuery,
  notify: runNotify,
  set_party_data: runSetPartyData,
};

/** What performs a node's effects; nodes that name lists have theirs read. */
export function findRunner(type: string): Runner | undefined {
  if (Object.hasOwn(runners, type)) return runners[type as EffectType];
  const definition: NodeDefinition | undefined = Object.hasOwn(nodeCatalogue, type)
    ? nodeCatalogue[type as keyof typeof nodeCatalogue]
    : undefined;
  return definition?.kind === "pure" && definition.lists ? runListRead : undefined;
}
