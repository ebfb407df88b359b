import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { applications, requirements } from "@/db/schema";
import { createLink } from "@/server/applications/link";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { queueMessage } from "@/server/messages/queue";
import { applicantAddress } from "@/server/messages/recipient";
import { newId } from "@/server/platform/ids";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { assembleAnswers, savedAnswers } from "./answers";
import { fieldOf, subjectName } from "./field-of";
import { type Collecting, findCollecting, type Wait } from "./find";
import { type RequirementWords, reasonPlace, requirementsOf, wordsOf } from "./requirements";
import { requirementsMail } from "./requirements-mail";
import { requirementsRequest } from "./schema";

/** Said when a version asks with a code it has no words for; publishing refuses that, an old version may still. */
const PLAIN_WORDS = { applicant: "We need this to go on.", staff: "Asked without a reason in words." };

/** Who wished for it: the review or the rules node the wait reads from, or the rules of the run. */
function originOf(document: WorkflowDocument, wait: Pick<Wait, "node"> | undefined): string {
  const from: unknown = wait && document.nodes[wait.node]?.config.from;
  if (typeof from !== "object" || from === null || !("node" in from)) return "rules";
  const node = String(from.node);
  return `${document.nodes[node]?.type === "review" ? "review" : "rules"}:${node}`;
}

/** What is asked again was not good enough: the earlier answer is settled by the new question. */
async function replaceAnswered(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  wishes: readonly { kind: string; key: string; subject: string }[],
): Promise<void> {
  for (const row of await requirementsOf(tx, ctx, applicationId)) {
    const isAgain = wishes.some(
      ({ kind, key, subject }) => kind === row.kind && key === row.key && subject === row.subject,
    );
    if (!isAgain || row.state !== "pending_verification") continue;
    await tx
      .update(requirements)
      .set({ state: "waived", settledAt: ctx.at })
      .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.id, row.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "requirement.waived",
      facts: { requirement: row.id, because: "asked again" },
    });
  }
}

/** Mail with a fresh link, if the applicant gave an address. */
async function tellApplicant(
  tx: Tx,
  ctx: Context,
  { application, workspace, document, vault }: Collecting,
  forms: Record<string, Record<string, unknown>>,
  waitKey: string,
): Promise<void> {
  const to = applicantAddress(document, forms as Record<string, JsonObject>);
  if (!to) return;
  const rows = (await requirementsOf(tx, ctx, application.id)).filter((row) => row.waitKey === waitKey);
  const { link, expiresAt } = await createLink(ctx, { applicationId: application.id });
  const { subject, text } = requirementsMail({
    brand: workspace.settings.brandName,
    items: rows.map((row) => {
      const words = wordsOf(vault, row);
      const type = document.settings.documentTypes[row.key]?.title;
      const title = (row.kind === "field" ? fieldOf(document, row.key)?.title : type) ?? row.key;
      return { title, subjectName: words.subjectName, reason: words.applicant, note: words.note };
    }),
    deadline: rows[0]?.deadline ?? null,
    link,
    linkExpiresAt: expiresAt,
    locale: application.locale,
    timeZone: document.settings.timeZone,
  });
  const causeKey = `requirements:${waitKey}`;
  await queueMessage(ctx, {
    vault,
    applicationId: application.id,
    causeKey,
    template: "requirements_added",
    to,
    subject,
    text,
  });
}

/**
 * Opens what the run asks of its applicant, each with its reason in both voices. Called when the wait opens, in that
 * transaction. A run nobody applied for has nobody to ask: its wait ends by its deadline.
 */
export function addRequirements(
  ctx: Context,
  input: { runId: string; waitKey: string; request: unknown },
): Promise<string[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const request: z.output<typeof requirementsRequest> = requirementsRequest.parse(input.request);
    const [application] = await tx
      .select({ id: applications.id })
      .from(applications)
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.runId, input.runId)));
    if (!application) return [];
    const collecting = await findCollecting(tx, ctx, application.id);
    const { document, vault, waits } = collecting;
    await replaceAnswered(tx, ctx, application.id, request.requirements);
    const forms = assembleAnswers(await savedAnswers(tx, ctx, application.id, vault));
    const origin = originOf(
      document,
      waits.find((wait) => wait.key === input.waitKey),
    );
    const added: string[] = [];
    // Sorted: ids of one instant are random behind it, and people read requirements in the order they were wished for.
    const ids = request.requirements.map(() => newId("requirement", ctx.at)).sort();
    for (const [index, wish] of request.requirements.entries()) {
      const id = ids[index] as string;
      const reason = document.reasonCodes[wish.reasonCode] ?? PLAIN_WORDS;
      const words: RequirementWords = {
        applicant: reason.applicant,
        staff: reason.staff,
        subjectName: subjectName(document, forms, wish.subject),
        note: wish.note ?? null,
      };
      const [row] = await tx
        .insert(requirements)
        .values({
          workspaceId: ctx.workspaceId,
          id,
          applicationId: application.id,
          waitKey: input.waitKey,
          subject: wish.subject,
          kind: wish.kind,
          key: wish.key,
          state: "currently_due",
          reasonCode: wish.reasonCode,
          reason: vault.seal(reasonPlace(id), words),
          blocks: wish.blocks,
          alternatives: wish.alternatives,
          origin,
          deadline: request.dueAt ? new Date(request.dueAt) : null,
          createdAt: ctx.at,
        })
        .onConflictDoNothing()
        .returning({ id: requirements.id });
      if (!row) continue;
      added.push(row.id);
      await recordAudit(tx, ctx, {
        subject: { kind: "application", id: application.id },
        action: "requirement.added",
        facts: {
          requirement: id,
          kind: wish.kind,
          key: wish.key,
          subject: wish.subject,
          reasonCode: wish.reasonCode,
          origin,
        },
      });
    }
    if (request.notify && added.length > 0) await tellApplicant(tx, ctx, collecting, forms, input.waitKey);
    return added;
  });
}
