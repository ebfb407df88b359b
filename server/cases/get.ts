import { and, eq, or } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { cases, queues, requirements } from "@/db/schema";
import { decisionOf } from "@/server/applications/decision-view";
import { reasonsOf } from "@/server/applications/reasons";
import { requirementViews } from "@/server/applications/requirement-views";
import { subjectName } from "@/server/collection/field-of";
import { type Context, inTransaction } from "@/server/context";
import { documentViews } from "@/server/documents/document-views";
import { actorNames } from "@/server/workspaces/actor-names";
import { runChecks } from "./checks";
import { comparedFields } from "./compared-fields";
import { type CaseRecord, findCase, requireMember } from "./find";
import { caseOwners } from "./owners";
import { mayOf } from "./policy";
import { caseReasons } from "./reasons";
import { relatedCases } from "./related";
import { caseRows } from "./rows";
import { type CaseView, type caseInput, reviewRequest } from "./schema";
import { type CaseSource, caseSource } from "./source";
import { caseTimeline } from "./timeline";
import { bodyOf, type VerdictRecord, verdictsOf } from "./verdicts";

/** Everything the case page shows. */
export function getCase(ctx: Context, input: z.output<typeof caseInput>): Promise<CaseView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireMember(ctx);
    const caseFile = await findCase(tx, ctx, input.caseId);
    const [row] = await caseRows(tx, ctx, { where: eq(cases.id, caseFile.id), limit: 1 });
    if (!row) throw new Error("a case without its row");
    const source = await caseSource(tx, ctx, caseFile);
    const { document, vault, data } = source;
    const verdicts = await verdictsOf(tx, ctx, caseFile.id);
    const checks = await runChecks(tx, ctx, caseFile.runId, source);
    const decision = await decisionOf(tx, ctx, caseFile.runId, vault, document);
    const nameOf = await actorNames(tx, ctx, [
      caseFile.assigneeId ?? "",
      ...verdicts.map((verdict) => verdict.memberId),
      ...(decision?.decidedBy ?? []),
    ]);
    const owners = data ? caseOwners(document, data) : [];
    const offered = offeredCodes(source);
    const { applicationId } = caseFile;
    const outcome = document.outcomes.find(({ key }) => key === decision?.outcome);
    return {
      ...row,
      revision: caseFile.revision,
      applicationId,
      runId: caseFile.runId,
      fourEyes: caseFile.fourEyes,
      node: source.node,
      line: source.line,
      reasons: data ? caseReasons(document, data.nodes) : [],
      checks,
      fields: data
        ? comparedFields(document, data, checks, await valuesBefore(tx, ctx, caseFile, source))
        : [],
      documents: applicationId
        ? await documentViews(tx, ctx, applicationId, {
            vault,
            typeTitle: (type) => document.settings.documentTypes[type]?.title ?? type,
            subjectName: (subject) =>
              owners.find((owner) => owner.subject === subject)?.name ??
              (data ? subjectName(document, data.forms, subject) : null),
          })
        : [],
      owners,
      requirements: applicationId && data ? await requirementViews(tx, ctx, applicationId, vault) : [],
      related: await relatedCases(tx, ctx, caseFile),
      activity: await caseTimeline(tx, ctx, caseFile, source),
      checklist: await checklistOf(tx, ctx, caseFile.queue),
      reasonCodes: reasonsOf(document, offered),
      documentTypes: Object.entries(document.settings.documentTypes).map(([key, { title }]) => ({
        key,
        title,
      })),
      verdicts: verdicts.map((verdict) => ({
        id: verdict.id,
        verdict: verdict.verdict,
        step: verdict.step,
        by: { id: verdict.memberId, name: nameOf(verdict.memberId) },
        reasonCodes: verdict.reasonCodes,
        ...bodyOf(vault, verdict),
        at: verdict.at.toISOString(),
        effectiveAt: verdict.effectiveAt.toISOString(),
        state: stateOf(verdict),
      })),
      decision: decision && {
        id: decision.id,
        outcome: decision.outcome,
        title: outcome?.title ?? decision.outcome,
        kind: decision.kind,
        reasons: decision.reasons,
        outputs: decision.outputs,
        decidedBy: decision.decidedBy.map((id) => (id === "system" ? "The workflow" : nameOf(id))),
        decidedAt: decision.decidedAt,
      },
      may: mayOf(
        actor,
        {
          number: caseFile.number,
          status: caseFile.status,
          assigneeId: caseFile.assigneeId,
          verdicts: verdicts.filter((verdict) => verdict.waitKey === caseFile.waitKey),
          erased: vault.erased,
          nameOf,
        },
        ctx.at,
      ),
      erased: vault.erased,
    };
  });
}

const stateOf = ({ undoneAt, appliedAt }: VerdictRecord): "undone" | "applied" | "pending" =>
  undoneAt ? "undone" : appliedAt ? "applied" : "pending";

/** The reasons the review node offers; all of the workflow's when it names none. */
export function offeredCodes({ document, node }: CaseSource): string[] {
  const all = Object.keys(document.reasonCodes);
  const asked = reviewRequest.shape.codes.safeParse(document.nodes[node]?.config["codes"]);
  const offered = asked.success ? all.filter((code) => asked.data.includes(code)) : all;
  return offered.length > 0 ? offered : all;
}

/** What stood at a field before the applicant answered a send-back, by path; of several answers the first counts. */
async function valuesBefore(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  { vault }: CaseSource,
): Promise<Map<string, unknown>> {
  const before = new Map<string, unknown>();
  if (!caseFile.applicationId) return before;
  const rows = await tx
    .select({ id: requirements.id, key: requirements.key, evidence: requirements.evidence })
    .from(requirements)
    .where(
      and(
        eq(requirements.workspaceId, ctx.workspaceId),
        eq(requirements.applicationId, caseFile.applicationId),
        eq(requirements.kind, "field"),
        or(eq(requirements.state, "satisfied"), eq(requirements.state, "pending_verification")),
      ),
    )
    .orderBy(requirements.answeredAt, requirements.id);
  for (const { id, key, evidence } of rows) {
    if (!evidence || before.has(key)) continue;
    before.set(key, vault.open<{ before: unknown }>(`requirements.evidence:${id}`, evidence).before);
  }
  return before;
}

async function checklistOf(tx: Tx, ctx: Context, queue: string): Promise<string[]> {
  const [row] = await tx
    .select({ checklist: queues.checklist })
    .from(queues)
    .where(and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.key, queue)));
  return row?.checklist ?? [];
}
