import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lists } from "@/db/schema";
import type { Context } from "@/server/context";
import type { ListAnswer, ListQuestion } from "@/server/engine/state";
import { keysOf } from "./policy";

/** Both times of a question: which day it is about, and what was known of it by when. */
export interface AsOf {
  validAt: Date;
  knownAt: Date;
}

/**
 * Whether values stand on lists, as of a day and as known at one: every value by all keys that cover it, all of one
 * list in one scan of one index. `unknownLists` are those this workspace does not have.
 */
export async function lookUp(
  tx: Tx,
  ctx: Context,
  questions: readonly ListQuestion[],
  { validAt, knownAt }: AsOf,
): Promise<{ answers: ListAnswer[]; unknownLists: string[] }> {
  const wanted = [...new Set(questions.map(({ list }) => list))];
  const found =
    wanted.length === 0
      ? []
      : await tx
          .select()
          .from(lists)
          .where(and(eq(lists.workspaceId, ctx.workspaceId), inArray(lists.key, wanted)));
  const byKey = new Map(found.map((list) => [list.key, list]));
  const answers: ListAnswer[] = [];
  for (const key of wanted) {
    const list = byKey.get(key);
    if (!list) continue;
    const asked = questions
      .filter((question) => question.list === key)
      .map((question) => ({ question, keys: keysOf(list, question.value) }));
    const hits = await holding(tx, ctx, list.id, [...new Set(asked.flatMap(({ keys }) => keys ?? []))], {
      validAt,
      knownAt,
    });
    for (const { question, keys } of asked) {
      // The nearest covering entry first: the address before its domain, the smallest network before the larger.
      const nearest = list.kind === "ip" ? keys?.toReversed() : keys;
      const entry = nearest?.map((sought) => hits.get(sought)).find((hit) => hit !== undefined);
      answers.push({ ...question, found: keys === undefined ? null : (entry ?? false) });
    }
  }
  return { answers, unknownLists: wanted.filter((key) => !byKey.has(key)) };
}

async function holding(
  tx: Tx,
  ctx: Context,
  listId: string,
  keys: readonly string[],
  { validAt, knownAt }: AsOf,
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const valid = validAt.toISOString();
  const known = knownAt.toISOString();
  const rows = await tx.execute<{ sought: string; entry_id: string }>(sql`
    select sought, entry_id from list_entries
    where workspace_id = ${ctx.workspaceId} and list_id = ${listId} and sought = any(${sql.param([...keys])}::text[])
      and recorded_from <= ${known}::timestamptz and (recorded_to is null or recorded_to > ${known}::timestamptz)
      and valid_from <= ${valid}::timestamptz and (valid_to is null or valid_to > ${valid}::timestamptz)
    order by recorded_from`);
  return new Map([...rows].map(({ sought, entry_id }) => [sought, entry_id]));
}
