import { eq } from "drizzle-orm";
import type { z } from "zod";
import { lists } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { ListView, listInput } from "./schema";
import { listViews } from "./views";

export function getList(ctx: Context, { key }: z.output<typeof listInput>): Promise<ListView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [view] = await listViews(tx, ctx, { where: eq(lists.key, key) });
    if (!view) throw new DomainError("not_found", "There is no such list in this workspace.");
    return view;
  });
}
