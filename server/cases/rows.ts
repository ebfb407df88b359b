import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { cases, members, parties, queues, runs, workflows, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { outcome, reasonCode } from "@/server/workflows/schema";
import type { CaseRow } from "./schema";

type Words = {
  outcomes: z.output<typeof outcome>[];
  reasonCodes: Record<string, z.output<typeof reasonCode>>;
};

/** Cases as lists show them: one query for the rows, one for the words of the versions they are pinned to. */
export async function caseRows(
  tx: Tx,
  ctx: Context,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit: number },
): Promise<CaseRow[]> {
  const rows = await tx
    .select({
      caseFile: cases,
      queueTitle: queues.title,
      party: { id: parties.id, name: parties.name, kind: parties.kind, country: parties.country },
      workflow: { id: workflows.id, key: workflows.key, title: workflows.title, version: runs.version },
      assigneeName: members.name,
    })
    .from(cases)
    .innerJoin(queues, and(eq(queues.workspaceId, cases.workspaceId), eq(queues.key, cases.queue)))
    .innerJoin(parties, and(eq(parties.workspaceId, cases.workspaceId), eq(parties.id, cases.partyId)))
    .innerJoin(runs, and(eq(runs.workspaceId, cases.workspaceId), eq(runs.id, cases.runId)))
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .leftJoin(members, and(eq(members.workspaceId, cases.workspaceId), eq(members.id, cases.assigneeId)))
    .where(and(eq(cases.workspaceId, ctx.workspaceId), query.where))
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit);
  const words = await wordsOf(
    tx,
    ctx,
    rows.map(({ workflow }) => ({ workflowId: workflow.id, version: workflow.version })),
  );
  return rows.map(({ caseFile, ...row }) => {
    const { outcomes, reasonCodes } = words(row.workflow.id, row.workflow.version);
    const outcome = outcomes.find((one) => one.key === caseFile.proposedOutcome);
    return {
      id: caseFile.id,
      number: caseFile.number,
      status: caseFile.status,
      queue: { key: caseFile.queue, title: row.queueTitle },
      party: row.party,
      workflow: row.workflow,
      assignee: caseFile.assigneeId
        ? { id: caseFile.assigneeId, name: row.assigneeName ?? "Former member" }
        : null,
      proposed: outcome ? { outcome: outcome.key, title: outcome.title, kind: outcome.kind } : null,
      score: caseFile.score,
      headline: headline(reasonCodes, caseFile.reasonCodes),
      openedAt: caseFile.openedAt.toISOString(),
      dueAt: caseFile.dueAt.toISOString(),
      closedAt: caseFile.closedAt?.toISOString() ?? null,
    };
  });
}

function headline(known: Words["reasonCodes"], codes: readonly string[]): string | null {
  const last = 1000;
  const [first] = [...codes].sort((a, b) => (known[a]?.priority ?? last) - (known[b]?.priority ?? last));
  return first === undefined ? null : (known[first]?.staff ?? first);
}

/** Outcomes and reason codes of versions, taken out of their documents by the database: a page needs no form. */
async function wordsOf(
  tx: Tx,
  ctx: Context,
  versions: { workflowId: string; version: number }[],
): Promise<(workflowId: string, version: number) => Words> {
  const name = (workflowId: string, version: number) => `${workflowId} ${version}`;
  const distinct = new Map(versions.map((one) => [name(one.workflowId, one.version), one]));
  const found = new Map<string, Words>();
  if (distinct.size > 0) {
    const rows = await tx
      .select({
        workflowId: workflowVersions.workflowId,
        version: workflowVersions.version,
        outcomes: sql<Words["outcomes"]>`${workflowVersions.document} -> 'outcomes'`,
        reasonCodes: sql<Words["reasonCodes"]>`${workflowVersions.document} -> 'reasonCodes'`,
      })
      .from(workflowVersions)
      .where(
        and(
          eq(workflowVersions.workspaceId, ctx.workspaceId),
          inArray(
            workflowVersions.workflowId,
            [...distinct.values()].map((one) => one.workflowId),
          ),
          or(
            ...[...distinct.values()].map((one) =>
              and(eq(workflowVersions.workflowId, one.workflowId), eq(workflowVersions.version, one.version)),
            ),
          ),
        ),
      );
    for (const { workflowId, version, ...words } of rows) found.set(name(workflowId, version), words);
  }
  return (workflowId, version) => found.get(name(workflowId, version)) ?? { outcomes: [], reasonCodes: {} };
}
