import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import { compilePlan, type Plan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { shared } from "@/server/platform/shared";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";

/** A version ready to run. Versions never change, so neither does this. */
export interface CompiledVersion {
  plan: Plan;
  document: WorkflowDocument;
}

export interface VersionKey {
  workflowId: string;
  version: number;
}

const MOST = 200;
const cache = () => shared("plans", () => new Map<string, CompiledVersion>());

function remember(key: string, make: () => WorkflowDocument): CompiledVersion {
  const known = cache().get(key);
  // Taken out and put back: the map's first entry is the one unused for longest.
  if (known) cache().delete(key);
  const compiled = known ?? compile(make());
  cache().set(key, compiled);
  for (const oldest of cache().keys()) {
    if (cache().size <= MOST) break;
    cache().delete(oldest);
  }
  return compiled;
}

const compile = (document: WorkflowDocument): CompiledVersion => ({
  plan: compilePlan(document, nodeCatalogue),
  document,
});

const keyOf = (ctx: Context, { workflowId, version }: VersionKey) =>
  `${ctx.workspaceId}/${workflowId}/${version}`;

/** The compiled version whose document the caller has in hand. */
export const planOfVersion = (
  ctx: Context,
  version: VersionKey & { document: WorkflowDocument },
): CompiledVersion => remember(keyOf(ctx, version), () => version.document);

/** The compiled version by its number, read when this process does not hold it. */
export async function planOf(tx: Tx, ctx: Context, version: VersionKey): Promise<CompiledVersion> {
  if (cache().has(keyOf(ctx, version))) return remember(keyOf(ctx, version), never);
  const [row] = await tx
    .select({ document: workflowVersions.document })
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, ctx.workspaceId),
        eq(workflowVersions.workflowId, version.workflowId),
        eq(workflowVersions.version, version.version),
      ),
    );
  if (!row) throw new Error("a run's version is gone");
  return remember(keyOf(ctx, version), () => workflowDocument.parse(row.document));
}

function never(): WorkflowDocument {
  throw new Error("the plan left the cache between two lines");
}
