import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, submissions } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { claimDocuments } from "@/server/documents/claim";
import { leaveOutDocuments } from "@/server/documents/leave-out";
import type { JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { signalRun } from "@/server/runs/signal";
import type { Form } from "@/server/workflows/schema";
import { assembleAnswers, savedAnswers } from "./answers";
import {
  type Collecting,
  findCollecting,
  formOf,
  lockApplication,
  openForm,
  ownApplication,
  scopeOf,
  type Wait,
} from "./find";
import { handOver } from "./hand-over";
import { answerMessage } from "./messages/catalogue";
import { documentFields, type FormScope, visibleAnswers } from "./policy";
import { evidenceOf, requirementsOf } from "./requirements";
import type { SubmitFormInput, Submitted } from "./schema";
import { type AnswerIssue, validateForm } from "./validation/policy";

/**
 * Hands the open form in: checks all of it, keeps a snapshot of what is shown, tells the party what was learned, and
 * lets the run go on. A second submit of the same wait is answered like the first.
 */
export function submitForm(ctx: Context, input: SubmitFormInput): Promise<Submitted> {
  return inTransaction(ctx, async (tx, ctx) => {
    const applicationId = ownApplication(ctx);
    await lockApplication(tx, ctx, applicationId, true);
    const collecting = await findCollecting(tx, ctx, applicationId);
    const open = openForm(collecting, input.form);
    if (!open) return submittedBefore(tx, ctx, collecting, input.form);
    const { document, vault, application } = collecting;
    const { [open.form.key]: answers = {}, ...forms } = assembleAnswers(
      await savedAnswers(tx, ctx, applicationId, vault),
    );
    const scope = scopeOf(document, ctx.at, forms);
    const issues = [
      ...validateForm(open.form, answers, scope),
      ...(await documentIssues(ctx, applicationId, open.form, answers, scope)),
    ];
    if (issues.length > 0)
      throw new DomainError("invalid", "Some answers need another look before you can hand this in.", {
        issues,
      });

    await leaveOutDocuments(ctx, {
      applicationId,
      named: await namedDocuments(tx, ctx, collecting, { ...forms, [open.form.key]: answers }),
    });
    const sent = visibleAnswers(open.form, answers, scope);
    const id = newId("submission", ctx.at);
    const body = vault.seal(`submissions.body:${id}`, { form: open.form.key, answers: sent });
    const digest = sha256(body);
    await tx.insert(submissions).values({
      workspaceId: ctx.workspaceId,
      id,
      applicationId,
      waitKey: open.wait.key,
      body,
      digest,
      device: ctx.actor.kind === "applicant" ? ctx.actor.device : ctx.actor.kind,
      submittedAt: ctx.at,
    });
    await tx
      .update(applications)
      .set({ submittedAt: ctx.at })
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, applicationId)));
    await handOver(ctx, collecting, open.form, sent);
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "application.submitted",
      facts: { form: open.form.key, submission: id, digest },
    });
    await signalRun(ctx, {
      runId: application.runId,
      waitKey: open.wait.key,
      key: id,
      payload: { answers: sent as JsonObject, submissionId: id },
    });
    return { submissionId: id, form: open.form.key, submittedAt: ctx.at.toISOString() };
  });
}

/** Every file the answers name is there, read, and of the kind that was asked for. */
async function documentIssues(
  ctx: Context,
  applicationId: string,
  form: Form,
  answers: Record<string, unknown>,
  scope: FormScope,
): Promise<AnswerIssue[]> {
  const fields = documentFields(form, answers, scope).filter((field) => typeof field.value === "string");
  const refused = await claimDocuments(ctx, {
    applicationId,
    documents: fields.map(({ value, type, subject }) => ({ id: String(value), type, subject })),
  });
  return fields.flatMap(({ path, title, page }, index) => {
    const code = refused[index];
    const params = { field: title };
    return code ? [{ path, code, params, message: answerMessage(code, params), page }] : [];
  });
}

/** Every document that an answer names as it is sent, or that answered something asked again. */
async function namedDocuments(
  tx: Tx,
  ctx: Context,
  { application, document, vault }: Collecting,
  forms: Record<string, Record<string, unknown>>,
): Promise<ReadonlySet<string>> {
  const inForms = Object.entries(forms).flatMap(([key, answers]) => {
    const form = document.forms[key];
    return form ? documentFields(form, answers, scopeOf(document, ctx.at, forms)) : [];
  });
  const asked = await requirementsOf(tx, ctx, application.id);
  return new Set([
    ...inForms.flatMap(({ value }) => (typeof value === "string" ? [value] : [])),
    ...asked.flatMap((row) => evidenceOf(vault, row)?.documentId ?? []),
  ]);
}

/** The answer to a copy of a submit; a conflict when the form was never handed in. */
async function submittedBefore(
  tx: Tx,
  ctx: Context,
  { application, document, waits }: Collecting,
  form: string,
): Promise<Submitted> {
  const keys = waits
    .filter((wait: Wait) => wait.signal === "form_submitted" && formOf(document, wait)?.key === form)
    .map((wait) => wait.key);
  const rows =
    keys.length === 0
      ? []
      : await tx
          .select()
          .from(submissions)
          .where(
            and(
              eq(submissions.workspaceId, ctx.workspaceId),
              eq(submissions.applicationId, application.id),
              inArray(submissions.waitKey, keys),
            ),
          );
  const latest = rows.sort((a, b) => b.submittedAt.getTime() - a.submittedAt.getTime())[0];
  if (!latest)
    throw new DomainError(
      "conflict",
      "This form is closed: its time is over. Reload the page to see how it goes on.",
    );
  return { submissionId: latest.id, form, submittedAt: latest.submittedAt.toISOString() };
}
