import type { Operand } from "./ast";
import type { Get, ValueTest } from "./environment";
import { constantOf } from "./layout";
import { compileNetworks, type Network, parseNetwork } from "./network";
import {
  equals,
  FALSE,
  foldText,
  isMissing,
  isMoney,
  MISSING,
  obstacleOf,
  TOO_MUCH,
  TRUE,
  type Truth,
  Unknown,
  WRONG_TYPE,
} from "./value";
import { spend } from "./work";

function key(value: unknown, ignoreCase: boolean): unknown {
  return typeof value === "string" && ignoreCase ? foldText(value) : value;
}

export function isScalar(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || Number.isFinite(value) || typeof value === "boolean";
}

/** A missing element leaves the answer open; one of another type does not, unless all are. */
export function containsValue(
  list: readonly unknown[],
  wanted: unknown,
  ignoreCase: boolean,
  timeZone: string,
): Truth {
  let result: Truth = list.length === 0 ? FALSE : WRONG_TYPE;
  for (const element of list) {
    const folded = ignoreCase && typeof element === "string" && typeof wanted === "string";
    const truth = folded
      ? equals(foldText(wanted), foldText(element), timeZone)
      : equals(wanted, element, timeZone);
    if (truth === TRUE) return TRUE;
    if (truth === MISSING || (truth === FALSE && result === WRONG_TYPE)) result = truth;
  }
  return result;
}

export function memberTest(right: Operand, get: Get, ignoreCase: boolean, timeZone: string): ValueTest {
  const constant = constantOf(right);
  if (Array.isArray(constant)) {
    const known = new Set<unknown>(constant.map((element) => key(element, ignoreCase)));
    const kinds = new Set<string>(constant.map((element) => typeof element));
    return (left) =>
      isScalar(left) && (kinds.has(typeof left) || constant.length === 0)
        ? known.has(key(left, ignoreCase))
          ? TRUE
          : FALSE
        : obstacleOf(left);
  }
  return (left, env) => {
    const list = get(env);
    if (!Array.isArray(list)) return obstacleOf(list);
    if (!isScalar(left) && !isMoney(left)) return obstacleOf(left);
    if (!spend(env, list.length)) return TOO_MUCH;
    return containsValue(list, left, ignoreCase, timeZone);
  };
}

export function overlapTest(right: Operand, get: Get, ignoreCase: boolean, timeZone: string): ValueTest {
  const member = memberTest(right, get, ignoreCase, timeZone);
  return (left, env) => {
    if (isMissing(left) || left instanceof Unknown) return obstacleOf(left);
    const elements: unknown[] = Array.isArray(left) ? left : [left];
    if (elements.length === 0) {
      const list = get(env);
      return Array.isArray(list) ? FALSE : obstacleOf(list);
    }
    if (!spend(env, elements.length)) return TOO_MUCH;
    let result: Truth = FALSE;
    for (const element of elements) {
      const truth = member(element, env);
      if (truth === TRUE || truth === TOO_MUCH) return truth;
      if (truth !== FALSE && result === FALSE) result = truth;
    }
    return result;
  };
}

const networksOf = (list: readonly unknown[]): (Network | undefined)[] =>
  list.map((one) => (typeof one === "string" ? parseNetwork(one) : undefined));

/** What is no network matches nothing; an address that is none leaves the answer open. */
export function networkTest(right: Operand, get: Get): ValueTest {
  const answer = (left: unknown, has: (address: string) => boolean | undefined): Truth => {
    const found = typeof left === "string" ? has(left.trim()) : undefined;
    return found === undefined ? obstacleOf(left) : found ? TRUE : FALSE;
  };
  const constant = constantOf(right);
  if (Array.isArray(constant)) {
    const has = compileNetworks(networksOf(constant).filter((one) => one !== undefined));
    return (left) => answer(left, has);
  }
  return (left, env) => {
    const given = get(env);
    const list: readonly unknown[] = typeof given === "string" && given !== "" ? [given] : [];
    const all = Array.isArray(given) ? given : list;
    if (all.length === 0 && !Array.isArray(given)) return obstacleOf(given);
    // Reading a network costs more than comparing with it.
    if (!spend(env, all.length * 16)) return TOO_MUCH;
    const networks = networksOf(all);
    const truth = answer(left, compileNetworks(networks.filter((one) => one !== undefined)));
    return truth === FALSE && networks.includes(undefined)
      ? obstacleOf(all[networks.indexOf(undefined)])
      : truth;
  };
}
