import { and, eq } from "drizzle-orm";
import type { RolloutMode } from "@/db/enums/enums";
import { workflowRollouts } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { LiveVersion } from "./live-version";

export interface Beside {
  version: number;
  mode: RolloutMode;
  percent: number | null;
}

/** What runs beside a version: the challenger that takes its share, and those that run silently. */
export function besideOf(rollouts: readonly Beside[]): Pick<LiveVersion, "challenger" | "shadows"> {
  const challenger = rollouts.find(({ mode }) => mode === "challenger");
  const shadows = rollouts.filter(({ mode }) => mode === "shadow").map(({ version }) => version);
  return {
    ...(challenger && { challenger: { version: challenger.version, percent: challenger.percent ?? 0 } }),
    ...(shadows.length > 0 && { shadows }),
  };
}

/** The same for a version that was settled earlier, as the workflow's roll-outs stand now. */
export function versionsBeside(
  ctx: Context,
  { workflowId, version }: { workflowId: string; version: number },
): Promise<Pick<LiveVersion, "challenger" | "shadows">> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rollouts = await tx
      .select({
        version: workflowRollouts.version,
        mode: workflowRollouts.mode,
        percent: workflowRollouts.percent,
      })
      .from(workflowRollouts)
      .where(
        and(eq(workflowRollouts.workspaceId, ctx.workspaceId), eq(workflowRollouts.workflowId, workflowId)),
      )
      .orderBy(workflowRollouts.version);
    return besideOf(rollouts.filter((one) => one.version !== version));
  });
}
