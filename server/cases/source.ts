import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs, waits, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { RunState } from "@/server/engine/state";
import { openVault, type Vault } from "@/server/parties/vault";
import { openState } from "@/server/runs/stored-state";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import type { CaseRecord } from "./find";

/** What a case is read from: the pinned version, and what its run knows. */
export interface CaseSource {
  document: WorkflowDocument;
  vault: Vault;
  /** Undefined once the party was erased. */
  state: RunState | undefined;
  /** The review node whose wait the case answers. */
  node: string;
}

export async function caseSource(tx: Tx, ctx: Context, caseFile: CaseRecord): Promise<CaseSource> {
  const [row] = await tx
    .select({ document: workflowVersions.document, run: runs, node: waits.node })
    .from(runs)
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, runs.workspaceId),
        eq(workflowVersions.workflowId, runs.workflowId),
        eq(workflowVersions.version, runs.version),
      ),
    )
    .leftJoin(
      waits,
      and(eq(waits.workspaceId, runs.workspaceId), eq(waits.runId, runs.id), eq(waits.key, caseFile.waitKey)),
    )
    .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, caseFile.runId)));
  if (!row) throw new Error("a case without its run");
  const vault = await openVault(tx, ctx, caseFile.partyId);
  return {
    document: workflowDocument.parse(row.document),
    vault,
    state: vault.erased ? undefined : await openState(tx, ctx, vault, row.run),
    node: row.node ?? "",
  };
}
