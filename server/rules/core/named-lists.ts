import type { ListAnswer } from "@/server/engine/state";
import type { Environment, ValueTest } from "./environment";
import { FALSE, LIST_UNREAD, obstacleOf, or, TOO_MUCH, TRUE, type Truth, WRONG_TYPE } from "./value";
import { spend } from "./work";

/** What lists were asked and answered, by list and value: a number and its digits as text are two questions. */
export const askedAs = (list: string, value: string | number): string => `${list} ${typeof value} ${value}`;

const readOnce = new WeakMap<readonly ListAnswer[], ReadonlyMap<string, ListAnswer["found"]>>();
const NOTHING: readonly ListAnswer[] = [];

function answersOf({ data: { lists = NOTHING } }: Environment): ReadonlyMap<string, ListAnswer["found"]> {
  const known = readOnce.get(lists);
  if (known) return known;
  const read = new Map(lists.map(({ list, value, found }) => [askedAs(list, value), found]));
  readOnce.set(lists, read);
  return read;
}

/** What can be asked of a list. */
export const isAskable = (value: unknown): value is string | number =>
  (typeof value === "string" && value !== "") || (typeof value === "number" && Number.isFinite(value));

/** Whether the value is on a list of the workspace; of several values, whether any is. */
export function namedListTest(listKey: string): ValueTest {
  const one = (value: unknown, env: Environment): Truth => {
    if (!isAskable(value)) return obstacleOf(value);
    const found = answersOf(env).get(askedAs(listKey, value));
    if (found === undefined) return LIST_UNREAD;
    if (found === null) return WRONG_TYPE;
    if (found === false) return FALSE;
    env.hits.push(found);
    return TRUE;
  };
  return (left, env) => {
    if (!Array.isArray(left)) return one(left, env);
    return spend(env, left.length) ? or(left.map((value) => one(value, env))) : TOO_MUCH;
  };
}
