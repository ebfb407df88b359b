import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workspaces } from "@/db/schema";
import type { Context } from "@/server/context";
import type { WorkflowDocument } from "./schema";

/** The document with the workspace's time zone, as it is published: what can change a decision stands in the version. */
export async function inZone(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<WorkflowDocument> {
  const [workspace] = await tx
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.workspaceId));
  const timeZone = workspace?.timeZone ?? document.settings.timeZone;
  return { ...document, settings: { ...document.settings, timeZone } };
}
