import { eq } from "drizzle-orm";
import type { z } from "zod";
import { workspaces } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { findWorkspace } from "./find";
import type { changeWorkspaceInput } from "./schema";

/** Changes the settings that are given and leaves the others. */
export function changeWorkspace(ctx: Context, input: z.output<typeof changeWorkspaceInput>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const before = await findWorkspace(tx, ctx);
    const { name, timeZone, ...rest } = input;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    await tx
      .update(workspaces)
      .set({
        name: name ?? before.name,
        timeZone: timeZone ?? before.timeZone,
        settings: { ...before.settings, ...given },
      })
      .where(eq(workspaces.id, ctx.workspaceId));
    await recordAudit(tx, ctx, {
      subject: { kind: "workspace", id: ctx.workspaceId },
      action: "workspace.changed",
      facts: {
        changed: Object.keys(input).sort(),
        // Whoever looks for a change that one person made alone must find since when that was possible.
        ...(input.publishNeedsApproval !== undefined && {
          publishNeedsApproval: input.publishNeedsApproval,
        }),
      },
    });
  });
}
