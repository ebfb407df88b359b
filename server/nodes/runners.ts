import type { nodeCatalogue } from "./catalogue";
import { runCheck } from "./check/run";
import { runHttpRequest } from "./http-request/run";
import { runNotify } from "./notify/run";
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

export const findRunner = (type: string): Runner | undefined =>
  Object.hasOwn(runners, type) ? runners[type as EffectType] : undefined;
