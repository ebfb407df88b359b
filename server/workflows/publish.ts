import { and, eq, max } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { queues, workflowDrafts, workflows, workflowVersions } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { differencesOf } from "./differences/policy";
import type { publishDraftInput } from "./draft/schema";
import { lastRevision } from "./draft-log";
import { findDraft, findVersion, lockWorkflow, type WorkflowRecord } from "./find";
import { inZone } from "./in-zone";
import { parseDocument, parseEditor } from "./parse";
import { pinSubWorkflows } from "./pin-sub-workflows";
import { putLive } from "./put-live";
import { refuseFailingTests } from "./refuse-failing-tests";
import { refuseProblems, refuseWarnings } from "./refuse-problems";
import { requireApproval } from "./require-approval";
import { runSavedTests } from "./run-saved-tests";
import type { AttachedTests } from "./saved-tests/schema";
import type { EditorPart, WorkflowDocument } from "./schema";
import { writePlan } from "./write-plan";

/** What becomes a version: a whole document (seed, import), or the draft as it stood at `revision`. */
export type PublishWorkflow = { note: string; live?: PublishDraft["live"] } & (
  | { document: unknown; editor?: unknown }
  | ({ workflowId: string; revision: number } & Partial<
      Pick<PublishDraft, "acceptWarnings" | "overrideTests">
    >)
);
type PublishDraft = z.output<typeof publishDraftInput>;

export interface Published {
  workflowId: string;
  version: number;
  hash: string;
  /** False when the live version already says exactly this: nothing was written. */
  isNew: boolean;
}

/** Freezes a document as the next version. New runs begin with it at once, later, or not at all; old ones keep theirs. */
export function publishWorkflow(ctx: Context, input: PublishWorkflow): Promise<Published> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { live = "now" } = input;
    const { document: given, editor } = await sourceOf(tx, ctx, input);
    const document = await pinSubWorkflows(ctx, given);
    await refuseProblems(tx, ctx, document);
    if ("revision" in input && input.acceptWarnings === false) await refuseWarnings(tx, ctx, document);
    const workflow = await workflowOf(tx, ctx, document);
    const hash = sha256(canonicalJson(document));
    const before = workflow.liveVersion
      ? await findVersion(tx, ctx, workflow, workflow.liveVersion)
      : undefined;
    // A second click, or a seed run again: a version that differs from its predecessor in nothing would only blur the history.
    if (before?.hash === hash)
      return { workflowId: workflow.id, version: before.version, hash, isNew: false };
    const tests = refuseFailingTests(
      ctx,
      await runSavedTests(document, editor),
      "revision" in input ? input.overrideTests : undefined,
    );
    const approvedBy = await requireApproval(
      tx,
      ctx,
      workflow,
      "revision" in input ? { kind: "publish", revision: input.revision } : undefined,
    );
    const version = (await lastVersion(tx, ctx, workflow.id)) + 1;
    await addQueues(tx, ctx, document);
    await tx.insert(workflowVersions).values({
      workspaceId: ctx.workspaceId,
      workflowId: workflow.id,
      version,
      document,
      editor,
      hash,
      note: input.note,
      changes: await changesSince(tx, ctx, workflow, version - 1, document),
      tests,
      draftRevision: await lastRevision(tx, ctx, workflow.id),
      publishedBy: ctx.actor.id,
      publishedAt: ctx.at,
      approvedBy,
    });
    if ("revision" in input)
      await tx
        .update(workflowDrafts)
        .set({ basedOn: version })
        .where(
          and(eq(workflowDrafts.workspaceId, ctx.workspaceId), eq(workflowDrafts.workflowId, workflow.id)),
        );
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.published",
      facts: { version, hash, note: input.note, before: workflow.liveVersion, live, tests: told(tests) },
    });
    if (tests.override !== null)
      await recordAudit(tx, ctx, {
        subject: { kind: "workflow", id: workflow.id },
        action: "workflow.tests_overridden",
        facts: { version, reason: tests.override, failed: tests.failed.map(({ key }) => key) },
      });
    if (live === "now") await putLive(tx, ctx, workflow, { version, document });
    else if (live !== "no")
      await writePlan(tx, ctx, workflow, { version, at: new Date(live), reason: input.note });
    return { workflowId: workflow.id, version, hash, isNew: true };
  });
}

async function sourceOf(
  tx: Tx,
  ctx: Context,
  input: PublishWorkflow,
): Promise<{ document: WorkflowDocument; editor: EditorPart }> {
  const source = "document" in input ? input : await draftOf(tx, ctx, input.workflowId, input.revision);
  return {
    document: await inZone(tx, ctx, parseDocument(source.document)),
    editor: parseEditor(source.editor),
  };
}

async function draftOf(tx: Tx, ctx: Context, workflowId: string, revision: number) {
  await lockWorkflow(tx, ctx, workflowId);
  const draft = await findDraft(tx, ctx, workflowId);
  if (!draft) throw new DomainError("conflict", "There is no draft to publish. Edit the workflow first.");
  if (draft.revision !== revision)
    throw new DomainError(
      "conflict",
      `The draft changed meanwhile: it is at revision ${draft.revision}, you looked at ${revision}. Read it again, then publish.`,
    );
  return draft;
}

/** The workflow of the document's key, made when it is new; locked, so that two publishers take turns. */
async function workflowOf(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<WorkflowRecord> {
  const { key, title } = document;
  const id = newId("workflow", ctx.at);
  const made = await tx
    .insert(workflows)
    .values({ workspaceId: ctx.workspaceId, id, key, title, createdAt: ctx.at })
    .onConflictDoNothing({ target: [workflows.workspaceId, workflows.key] })
    .returning({ id: workflows.id });
  if (made.length > 0)
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id },
      action: "workflow.created",
      facts: { key },
    });
  const [workflow] = await tx
    .select()
    .from(workflows)
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.key, key)))
    .for("update");
  if (!workflow || workflow.archivedAt)
    throw new DomainError("conflict", `“${key}” is archived. Bring it back first, or choose another key.`);
  return workflow;
}

/** How many changes a reader finds against the version before. */
async function changesSince(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  before: number,
  document: WorkflowDocument,
): Promise<number | null> {
  if (before === 0) return null;
  const { document: old } = await findVersion(tx, ctx, workflow, before);
  return differencesOf(parseDocument(old), document, nodeCatalogue).length;
}

const told = ({ count, failed }: AttachedTests) => ({ count, failed: failed.map(({ key }) => key) });

async function lastVersion(tx: Tx, ctx: Context, workflowId: string): Promise<number> {
  const [row] = await tx
    .select({ version: max(workflowVersions.version) })
    .from(workflowVersions)
    .where(
      and(eq(workflowVersions.workspaceId, ctx.workspaceId), eq(workflowVersions.workflowId, workflowId)),
    );
  return row?.version ?? 0;
}

/** Queues the workspace lacks. One that exists keeps its own title and time: it belongs to the people who work it. */
async function addQueues(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<void> {
  for (const [key, wish] of Object.entries(document.settings.queues)) {
    const made = await tx
      .insert(queues)
      .values({ workspaceId: ctx.workspaceId, key, ...wish })
      .onConflictDoNothing()
      .returning({ key: queues.key });
    if (made.length === 0) continue;
    await recordAudit(tx, ctx, {
      subject: { kind: "queue", id: key },
      action: "queue.created",
      facts: { title: wish.title, slaHours: wish.slaHours, workflow: document.key },
    });
  }
}
