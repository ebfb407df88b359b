import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs, waits, workflowVersions } from "@/db/schema";
import { nameOfElement } from "@/server/collection/policy";
import type { Context } from "@/server/context";
import { dataOf } from "@/server/engine/frames";
import { frameOfKey } from "@/server/engine/keys";
import type { Frame, RunData, RunState } from "@/server/engine/state";
import { openVault, type Vault } from "@/server/parties/vault";
import { lastStateOf } from "@/server/runs/last-state-of";
import { openState } from "@/server/runs/stored-state";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import type { CaseRecord } from "./find";

/** What a case is read from: the pinned version, and what its run knows. */
export interface CaseSource {
  document: WorkflowDocument;
  vault: Vault;
  /** Undefined once the party was erased. */
  state: RunState | undefined;
  /** The branch or element on whose line the review waits, or waited; none on the main line. */
  frame: string | undefined;
  /** What that line knows, or knew in the end. */
  data: RunData | undefined;
  /** What tells that line from its neighbours: *Owners 2 · Jane Roe*. Null on the main line. */
  line: string | null;
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
  const state = vault.erased ? undefined : await openState(tx, ctx, vault, row.run);
  const document = workflowDocument.parse(row.document);
  const frame = frameOfKey(caseFile.waitKey);
  const isOver = frame !== undefined && !state?.frames?.[frame];
  const then = state && isOver ? await lastStateOf(tx, ctx, vault, row.run, frame) : state;
  return {
    ...{ document, vault, state, frame },
    data: then && dataOf(then, frame),
    line: then && frame !== undefined ? lineOf(document, then, frame) : null,
    node: row.node ?? "",
  };
}

/** From the outside in: the branch by the step it leads to, the element by its place and name. */
function lineOf(document: WorkflowDocument, state: RunState, line: string): string | null {
  const words: string[] = [];
  for (let at: string | undefined = line; at !== undefined; ) {
    const frame: Frame | undefined = state.frames?.[at];
    if (!frame) break;
    const { kind, node, branch, index, item } = frame;
    const first = document.edges.find(({ from, outlet }) => from === node && outlet === branch)?.to;
    const title = (key: string) => document.nodes[key]?.title ?? key;
    const name = nameOfElement({}, item);
    words.unshift(
      kind === "item"
        ? `${title(node)} ${index + 1}${name === null ? "" : ` · ${name}`}`
        : first === undefined
          ? title(node)
          : title(first),
    );
    at = frame.parent;
  }
  return words.length > 0 ? words.join(", ") : null;
}
