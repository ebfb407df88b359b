import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import type { ListView, listListsInput } from "./schema";
import { listViews } from "./views";

/** The workspace's lists, by title. There are few: all of them. */
export function listLists(ctx: Context, { archived }: z.output<typeof listListsInput>): Promise<ListView[]> {
  return inTransaction(ctx, (tx, ctx) => listViews(tx, ctx, { isArchived: archived }));
}
