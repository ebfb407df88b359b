import { type Context, inTransaction } from "@/server/context";
import { findWorkspace } from "./find";

/** Name, kind, time zone and settings of the workspace. */
export async function getWorkspace(ctx: Context) {
  const { id, name, kind, timeZone, settings } = await inTransaction(ctx, (tx) => findWorkspace(tx, ctx));
  return { id, name, kind, timeZone, settings };
}
