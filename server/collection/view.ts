import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicantLinks } from "@/db/schema";
import { noticeOf } from "@/server/applications/reasons";
import { type Context, inTransaction } from "@/server/context";
import { applicantDocuments } from "@/server/documents/applicant-documents";
import { assembleAnswers, savedAnswers } from "./answers";
import { fieldOf, readAt } from "./field-of";
import { type Collecting, findCollecting, findDecision, openForm, ownApplication } from "./find";
import { resultTitles } from "./messages/catalogue";
import { isOwed, type RequirementRow, requirementsOf, wordsOf } from "./requirements";
import type { ApplicantDocument, ApplicantRequirement, ApplicantView } from "./schema";

/** Everything the applicant's pages show, of the one application their link belongs to. */
export function viewApplication(ctx: Context): Promise<ApplicantView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const applicationId = ownApplication(ctx);
    const collecting = await findCollecting(tx, ctx, applicationId);
    const { application, workspace, document, vault, run } = collecting;
    const [saved, rows, documents, decision, linkExpiresAt] = await Promise.all([
      savedAnswers(tx, ctx, applicationId, vault),
      requirementsOf(tx, ctx, applicationId),
      applicantDocuments(tx, ctx, applicationId, vault),
      findDecision(tx, ctx, application.runId),
      linkExpiry(tx, ctx),
    ]);
    const forms = assembleAnswers(saved);
    const open = openForm(collecting);
    const isOver = decision !== undefined || run.status === "completed" || run.status === "cancelled";
    const form = isOver ? null : (open?.form ?? null);
    const { [form?.key ?? ""]: answers = {}, ...earlier } = forms;
    const { brandName, brandColor, supportEmail } = workspace.settings;
    const savedAt = saved
      .filter((one) => one.form === form?.key)
      .reduce<Date | null>((latest, one) => (latest && latest > one.savedAt ? latest : one.savedAt), null);
    return {
      applicationId,
      stage: isOver ? "done" : isAsked(collecting) ? "answer" : form ? "fill" : "wait",
      locale: application.locale,
      timeZone: document.settings.timeZone,
      brand: { name: brandName, color: brandColor, supportEmail },
      title: document.title,
      redirectUrl: application.redirectUrl,
      linkExpiresAt: linkExpiresAt.toISOString(),
      form,
      answers,
      earlier,
      savedAt: savedAt?.toISOString() ?? null,
      documentTypes: document.settings.documentTypes,
      documents,
      requirements: rows
        .sort((a, b) => Number(isOwed(b)) - Number(isOwed(a)))
        .map((row) => requirementFor(row, collecting, forms, documents)),
      submittedAt: application.submittedAt?.toISOString() ?? null,
      result: decision
        ? {
            kind: decision.outcomeKind,
            title:
              document.texts[`outcome.${decision.outcome}`] ??
              resultTitles[decision.outcomeKind as keyof typeof resultTitles] ??
              resultTitles.neutral,
            reasons: noticeOf(document, decision.reasonCodes).map(({ applicant }) => applicant),
            decidedAt: decision.decidedAt.toISOString(),
          }
        : null,
    };
  });
}

const isAsked = ({ waits }: Collecting) =>
  waits.some((wait) => !wait.closedAt && wait.signal === "requirements_answered");

async function linkExpiry(tx: Tx, ctx: Context): Promise<Date> {
  const linkId = ctx.actor.kind === "applicant" ? ctx.actor.linkId : "";
  const [link] = await tx
    .select({ expiresAt: applicantLinks.expiresAt })
    .from(applicantLinks)
    .where(and(eq(applicantLinks.workspaceId, ctx.workspaceId), eq(applicantLinks.id, linkId)));
  return link?.expiresAt ?? ctx.at;
}

/** One requirement in the applicant's voice, with just the field it is about. */
function requirementFor(
  row: RequirementRow,
  { document, vault }: Collecting,
  forms: Record<string, Record<string, unknown>>,
  documents: readonly ApplicantDocument[],
): ApplicantRequirement {
  const words = wordsOf(vault, row);
  const field = row.kind === "field" ? fieldOf(document, row.key) : undefined;
  const type = row.kind === "document" ? document.settings.documentTypes[row.key] : undefined;
  const given = documents.findLast((one) => one.type === row.key && one.subject === row.subject);
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    subjectName: words.subjectName,
    key: row.key,
    title: field?.title ?? type?.title ?? row.key,
    help: type?.help ?? (typeof field?.schema.description === "string" ? field.schema.description : null),
    state: row.state,
    reason: words.applicant,
    note: words.note,
    deadline: row.deadline?.toISOString() ?? null,
    field: field
      ? {
          schema: field.schema,
          uiSchema: field.uiSchema,
          value: readAt(forms[field.form.key], field.path) ?? null,
        }
      : null,
    document:
      row.kind === "document" && given ? { id: given.id, name: given.name, pages: given.pages } : null,
  };
}
