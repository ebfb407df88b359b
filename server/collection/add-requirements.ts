import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { applications, requirements } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { assembleAnswers, savedAnswers } from "./answers";
import { subjectName } from "./field-of";
import { findCollecting, type Wait } from "./find";
import { type RequirementWords, reasonPlace } from "./requirements";
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
    const { document, vault, waits } = await findCollecting(tx, ctx, application.id);
    const forms = assembleAnswers(await savedAnswers(tx, ctx, application.id, vault));
    const origin = originOf(
      document,
      waits.find((wait) => wait.key === input.waitKey),
    );
    const added: string[] = [];
    for (const wish of request.requirements) {
      const id = newId("requirement", ctx.at);
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
    return added;
  });
}
