import { and, asc, desc, eq, inArray, max } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { patchKinds } from "@/db/enums/enums";
import { workflowDraftPatches, workflowDrafts, workflowReviews } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import { sha256 } from "@/server/platform/seal";
import { actorNames } from "@/server/workspaces/actor-names";
import type { DraftRecord, WorkflowRecord } from "./find";
import { parseEditor } from "./parse";
import { patchBetween } from "./patches/policy";
import type { DraftParts } from "./schema";

type PatchKind = (typeof patchKinds)[number];

const ofWorkflow = (ctx: Context, workflowId: string) =>
  and(eq(workflowDraftPatches.workspaceId, ctx.workspaceId), eq(workflowDraftPatches.workflowId, workflowId));

/** The last revision any draft of the workflow has had; none is ever given twice. */
export async function lastRevision(tx: Tx, ctx: Context, workflowId: string): Promise<number> {
  const [logged] = await tx
    .select({ revision: max(workflowDraftPatches.revision) })
    .from(workflowDraftPatches)
    .where(ofWorkflow(ctx, workflowId));
  const [draft] = await tx
    .select({ revision: workflowDrafts.revision })
    .from(workflowDrafts)
    .where(and(eq(workflowDrafts.workspaceId, ctx.workspaceId), eq(workflowDrafts.workflowId, workflowId)));
  return Math.max(logged?.revision ?? 0, draft?.revision ?? 0);
}

/** The revision that steps sent under this key came to, if they came: their answer may be lost, they are not. */
export async function sentRevision(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  key: string,
): Promise<number | undefined> {
  const [row] = await tx
    .select({ revision: workflowDraftPatches.revision })
    .from(workflowDraftPatches)
    .where(
      and(
        ofWorkflow(ctx, workflowId),
        eq(workflowDraftPatches.sentAs, key),
        eq(workflowDraftPatches.savedBy, ctx.actor.id),
      ),
    );
  return row?.revision;
}

/** The revisions that undo and redo would take back: the log read like two piles. */
export async function undoPiles(
  tx: Tx,
  ctx: Context,
  workflowId: string,
): Promise<{ undo: number[]; redo: number[] }> {
  const log = await tx
    .select({ revision: workflowDraftPatches.revision, kind: workflowDraftPatches.kind })
    .from(workflowDraftPatches)
    .where(ofWorkflow(ctx, workflowId))
    .orderBy(asc(workflowDraftPatches.revision));
  const undo: number[] = [];
  const redo: number[] = [];
  for (const { revision, kind } of log) {
    if (kind === "begun" || kind === "edited") redo.length = 0;
    if (kind === "begun") undo.length = 0;
    else if (kind === "edited") undo.push(revision);
    else if (kind === "undone") redo.push(undo.pop() ?? 0);
    else undo.push(redo.pop() ?? 0);
  }
  return { undo, redo };
}

/** Refuses a change that was made on an older revision, naming the newer one and who saved it. */
export async function refuseOlder(
  tx: Tx,
  ctx: Context,
  draft: DraftRecord | undefined,
  revision: number,
): Promise<void> {
  const now = draft?.revision ?? 0;
  if (now === revision) return;
  const by = draft?.savedBy ? (await actorNames(tx, ctx, [draft.savedBy]))(draft.savedBy) : "somebody";
  const message = draft
    ? `The draft changed meanwhile: ${by} saved revision ${now}, and your change began at ${revision}. Load it, and make your change again.`
    : `There is no draft any more: it was discarded. Begin a new one; your change was made on revision ${revision}.`;
  throw new DomainError("conflict", message, {
    issues: [{ path: "revision", code: draft ? "newer_revision" : "no_draft", message: String(now) }],
  });
}

/** Writes the next revision with what it changed, in the caller's transaction. Answers it, or the old one when nothing did. */
export async function writeRevision(
  tx: Tx,
  ctx: Context,
  {
    workflow,
    before,
    after,
    kind,
    basedOn,
    saysNothingNew = false,
    words,
    sentAs,
    isCounted = false,
  }: {
    workflow: Pick<WorkflowRecord, "id">;
    before: DraftRecord | undefined;
    after: DraftParts;
    kind: PatchKind;
    basedOn: number | null;
    /** A draft that begins with the live version's own words: whoever began it changed nothing. */
    saysNothingNew?: boolean;
    /** What was done, as the builder calls it: *Rename “Registry”*. */
    words?: string | undefined;
    /** See `sentRevision`. */
    sentAs?: string | undefined;
    /** A step that a window counts is a revision even when nothing came of it: its undo takes back just that. */
    isCounted?: boolean;
  },
): Promise<number> {
  const { document, editor } = after;
  // The database keeps no order of positions, and the parser does: both sides go through it.
  const had = { document: before?.document ?? null, editor: before ? parseEditor(before.editor) : null };
  const patch = patchBetween(had, { document, editor });
  if (before && patch.length === 0 && !isCounted) return before.revision;
  const revision = (before?.revision ?? (await lastRevision(tx, ctx, workflow.id))) + 1;
  const saved = { savedBy: ctx.actor.id, savedAt: ctx.at };
  const row = { document, editor, revision, basedOn, ...saved };
  const place = { workspaceId: ctx.workspaceId, workflowId: workflow.id };
  await tx
    .insert(workflowDrafts)
    .values({ ...place, ...row })
    .onConflictDoUpdate({ target: [workflowDrafts.workspaceId, workflowDrafts.workflowId], set: row });
  await tx.insert(workflowDraftPatches).values({
    ...place,
    ...{ revision, kind, patch, ...saved },
    words: words ?? null,
    sentAs: sentAs ?? null,
    inverse: patchBetween({ document, editor }, had),
    changesDocument: !saysNothingNew && patch.some(({ path }) => path === "" || path.startsWith("/document")),
  });
  await outdateReviews(tx, ctx, workflow.id);
  await recordAudit(tx, ctx, {
    subject: { kind: "workflow", id: workflow.id },
    action: kind === "begun" ? "workflow.draft_begun" : "workflow.draft_saved",
    facts: { revision, kind, basedOn, hash: sha256(canonicalJson(document)) },
  });
  return revision;
}

/** Who looked at a draft looked at what it said then. */
export async function outdateReviews(tx: Tx, ctx: Context, workflowId: string): Promise<void> {
  await tx
    .update(workflowReviews)
    .set({ state: "outdated" })
    .where(
      and(
        eq(workflowReviews.workspaceId, ctx.workspaceId),
        eq(workflowReviews.workflowId, workflowId),
        eq(workflowReviews.change, "publish"),
        inArray(workflowReviews.state, ["open", "approved"]),
      ),
    );
}

/** Who changed the document in revisions after `from`, up to `to`. */
export async function authorsBetween(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  from: number,
  to: number,
): Promise<string[]> {
  const rows = await tx
    .select({ revision: workflowDraftPatches.revision, savedBy: workflowDraftPatches.savedBy })
    .from(workflowDraftPatches)
    .where(and(ofWorkflow(ctx, workflowId), eq(workflowDraftPatches.changesDocument, true)))
    .orderBy(desc(workflowDraftPatches.revision));
  return [
    ...new Set(
      rows.filter(({ revision }) => revision > from && revision <= to).map(({ savedBy }) => savedBy),
    ),
  ];
}
