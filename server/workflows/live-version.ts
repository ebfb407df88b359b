import { and, eq, sql } from "drizzle-orm";
import type { RunMode } from "@/db/enums/enums";
import { workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { planOf } from "@/server/runs/plan-of";
import { type Beside, besideOf } from "./beside";
import type { WorkflowDocument } from "./schema";

export interface LiveVersion {
  workflowId: string;
  version: number;
  document: WorkflowDocument;
  /** How its runs count; live unless said. */
  mode?: Exclude<RunMode, "shadow">;
  /** Decides about a share of the parties; see `assignVersion`. */
  challenger?: { version: number; percent: number };
  /** Versions that run silently beside its runs. */
  shadows?: number[];
}

const refuse = (code: "not_found" | "conflict", message: string) =>
  new DomainError(code, message, { issues: [{ path: "workflow", code, message }] });

/** The version of a workflow that new runs begin with. */
export function liveVersion(ctx: Context, input: { key: string }): Promise<LiveVersion> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [workflow] = await tx
      .select({
        id: workflows.id,
        liveVersion: workflows.liveVersion,
        archivedAt: workflows.archivedAt,
        beside: sql<
          Beside[] | null
        >`(select json_agg(json_build_object('version', r.version, 'mode', r.mode, 'percent', r.percent) order by r.version)
          from workflow_rollouts r where r.workspace_id = ${workflows.workspaceId} and r.workflow_id = ${workflows.id})`,
      })
      .from(workflows)
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.key, input.key)));
    if (!workflow || workflow.archivedAt)
      throw refuse("not_found", `There is no workflow “${input.key}” in this workspace.`);
    if (!workflow.liveVersion)
      throw refuse("conflict", `“${input.key}” has no live version yet. Publish it first.`);
    const version = { workflowId: workflow.id, version: workflow.liveVersion };
    // Read and compiled once per process: most requests begin with a version that was begun with before.
    const { document } = await planOf(tx, ctx, version);
    return { ...version, document, ...besideOf(workflow.beside ?? []) };
  });
}
