import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import type { ComparedSide, ComparisonSides, compareInput, SideName } from "./differences/schema";
import { type DraftRecord, findDraft, findVersion, findWorkflow, type WorkflowRecord } from "./find";
import { findCheckpoint } from "./find-checkpoint";
import { checkpointTitles } from "./list-checkpoints";
import { editorPart, workflowDocument } from "./schema";

/** Two texts of a workflow, whole, as the screen that compares them needs them; what differs is told there. */
export function compareVersions(
  ctx: Context,
  input: z.output<typeof compareInput>,
): Promise<ComparisonSides> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const draft = await findDraft(tx, ctx, workflow.id);
    const { id, key, title, liveVersion } = workflow;
    const from = await sideOf(tx, ctx, workflow, draft, input.from);
    const to = await sideOf(tx, ctx, workflow, draft, input.to);
    return {
      workflow: { id, key, title, liveVersion },
      ...withoutZone(from, to),
      choices: await choicesOf(tx, ctx, workflow, draft),
      draftRevision: draft?.revision ?? 0,
    };
  });
}

async function sideOf(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  draft: DraftRecord | undefined,
  name: SideName,
): Promise<ComparedSide> {
  const read = (row: { document: unknown; editor: unknown }) => ({
    document: workflowDocument.parse(row.document),
    editor: editorPart.parse(row.editor),
  });
  const named = async (id: string) => (await actorNames(tx, ctx, [id]))(id);
  if (name === "draft") {
    if (!draft) throw new DomainError("conflict", "There is no draft to compare with.");
    const at = draft.savedAt.toISOString();
    return { name, title: "The draft", note: null, by: await named(draft.savedBy), at, ...read(draft) };
  }
  if (typeof name === "number") {
    const row = await findVersion(tx, ctx, workflow, name);
    const at = row.publishedAt.toISOString();
    const title = `Version ${name}`;
    return { name, title, note: row.note, by: await named(row.publishedBy), at, ...read(row) };
  }
  const row = await findCheckpoint(tx, ctx, { workflowId: workflow.id, checkpointId: name });
  const at = row.createdAt.toISOString();
  return { name, title: `“${row.title}”`, note: null, by: await named(row.createdBy), at, ...read(row) };
}

/** The time zone is the workspace's, written in at publish: a draft has none of its own yet. */
function withoutZone(from: ComparedSide, to: ComparedSide): { from: ComparedSide; to: ComparedSide } {
  const zone = [from, to].find(({ name }) => typeof name === "number")?.document.settings.timeZone;
  const set = (side: ComparedSide): ComparedSide => {
    if (typeof side.name === "number" || zone === undefined) return side;
    const { document } = side;
    return { ...side, document: { ...document, settings: { ...document.settings, timeZone: zone } } };
  };
  return { from: set(from), to: set(to) };
}

async function choicesOf(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  draft: DraftRecord | undefined,
): Promise<ComparisonSides["choices"]> {
  const versions = await tx
    .select({ version: workflowVersions.version })
    .from(workflowVersions)
    .where(
      and(eq(workflowVersions.workspaceId, ctx.workspaceId), eq(workflowVersions.workflowId, workflow.id)),
    )
    .orderBy(desc(workflowVersions.version));
  return [
    ...(draft ? [{ name: "draft" as const, title: "The draft" }] : []),
    ...(await checkpointTitles(tx, ctx, workflow.id)).map(({ id, title }) => ({
      name: id,
      title: `“${title}”`,
    })),
    ...versions.map(({ version }) => ({
      name: version,
      title: `Version ${version}${version === workflow.liveVersion ? ", live" : ""}`,
    })),
  ];
}
