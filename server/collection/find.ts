import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, decisions, parties, runs, waits, workflowVersions, workspaces } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault, type Vault } from "@/server/parties/vault";
import { type Form, type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import type { FormScope } from "./policy";

export interface Wait {
  key: string;
  node: string;
  signal: string;
  openedAt: Date;
  closedAt: Date | null;
}

/** An application with all that collecting needs: the pinned version, the party's key, what its run waits for. */
export interface Collecting {
  application: typeof applications.$inferSelect;
  workspace: typeof workspaces.$inferSelect;
  run: { status: (typeof runs.$inferSelect)["status"]; version: number };
  document: WorkflowDocument;
  vault: Vault;
  /** Every wait of the run, the latest first. */
  waits: Wait[];
}

/** The application the link of this browser belongs to; only an API key can name one. */
export function ownApplication(ctx: Context, named?: string): string {
  if (ctx.actor.kind === "api_key" && named !== undefined) return named;
  if (ctx.actor.kind !== "applicant")
    throw new DomainError("forbidden", "Only the applicant can do this, by their link.");
  return ctx.actor.applicationId;
}

/**
 * Locks the application, so that two devices and two submits take turns. `andRun`: the caller goes on to answer the
 * run; whoever needs both locks takes the run first, as a run does that opens requirements.
 */
export async function lockApplication(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  andRun = false,
): Promise<void> {
  const mine = and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, applicationId));
  if (andRun)
    await tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.id, tx.select({ id: applications.runId }).from(applications).where(mine)),
        ),
      )
      .for("update");
  await tx.select({ id: applications.id }).from(applications).where(mine).for("no key update");
}

export async function findCollecting(tx: Tx, ctx: Context, applicationId: string): Promise<Collecting> {
  const [row] = await tx
    .select({
      application: applications,
      workspace: workspaces,
      run: { status: runs.status, version: runs.version },
      document: workflowVersions.document,
      erasedAt: parties.erasedAt,
    })
    .from(applications)
    .innerJoin(workspaces, eq(workspaces.id, applications.workspaceId))
    .innerJoin(runs, and(eq(runs.workspaceId, applications.workspaceId), eq(runs.id, applications.runId)))
    .innerJoin(
      parties,
      and(eq(parties.workspaceId, applications.workspaceId), eq(parties.id, applications.partyId)),
    )
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, runs.workspaceId),
        eq(workflowVersions.workflowId, runs.workflowId),
        eq(workflowVersions.version, runs.version),
      ),
    )
    .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, applicationId)));
  if (!row) throw new DomainError("not_found", "This application does not exist.");
  const vault = await openVault(tx, ctx, row.application.partyId);
  if (row.erasedAt || vault.erased)
    throw new DomainError("not_found", "The data of this application was erased.");
  return {
    ...row,
    document: workflowDocument.parse(row.document),
    vault,
    waits: await tx
      .select({
        key: waits.key,
        node: waits.node,
        signal: waits.signal,
        openedAt: waits.openedAt,
        closedAt: waits.closedAt,
      })
      .from(waits)
      .where(and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, row.application.runId)))
      .orderBy(desc(waits.openedAt), desc(waits.key)),
  };
}

/** When and where this version's forms are filled. */
export const scopeOf = (document: WorkflowDocument, at: Date, forms: FormScope["forms"] = {}): FormScope => ({
  at: at.toISOString(),
  timeZone: document.settings.timeZone,
  leapDayBirthday: document.settings.leapDayBirthday,
  forms,
});

/** The form a collect wait asks for. */
export function formOf(document: WorkflowDocument, wait: Pick<Wait, "node">): Form | undefined {
  const wished = document.nodes[wait.node]?.config.form;
  return typeof wished === "string" ? document.forms[wished] : undefined;
}

/** The open wait for a form; `form` names which, when the browser knows. */
export function openForm(collecting: Collecting, form?: string): { wait: Wait; form: Form } | undefined {
  for (const wait of collecting.waits) {
    if (wait.closedAt || wait.signal !== "form_submitted") continue;
    const found = formOf(collecting.document, wait);
    if (found && (form === undefined || found.key === form)) return { wait, form: found };
  }
  return undefined;
}

export function findDecision(tx: Tx, ctx: Context, runId: string) {
  return tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.runId, runId)))
    .then(([row]) => row);
}
