import type { Context } from "@/server/context";
import type { ListInfo } from "@/server/rules/core/list-kinds";
import { knownLists } from "./known-lists";

/** What rules can name: keys, titles and kinds, without anything that stands on a list. */
export async function listNamed(ctx: Context): Promise<(ListInfo & { key: string })[]> {
  return [...(await knownLists(ctx))]
    .map(([key, info]) => ({ key, ...info }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
