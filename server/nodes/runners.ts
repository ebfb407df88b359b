import type { nodeCatalogue } from "./catalogue";
import { runCheck } from "./check/run";
import { runNotify } from "./notify/run";
import type { Runner } from "./runner";

type Catalogue = typeof nodeCatalogue;
type EffectType = {
  [T in keyof Catalogue]: Catalogue[T]["kind"] extends "effect" ? T : never;
}[keyof Catalogue];

/** What each effect node does; leaving one out does not compile. */
export const runners: { readonly [T in EffectType]: Runner } = { check: runCheck, notify: runNotify };

export const findRunner = (type: string): Runner | undefined =>
  Object.hasOwn(runners, type) ? runners[type as EffectType] : undefined;
