import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import {
  applications,
  cases,
  decisions,
  documentFiles,
  documents,
  parties,
  queues,
  relationships,
  runs,
  waits,
  workflowVersions,
} from "@/db/schema";
import { applicationStatus } from "@/server/applications/policy";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { isId } from "@/server/platform/ids";
import { fieldText } from "@/server/rules/core/field-text";
import { wordsOf } from "@/server/rules/core/fields";
import { titleOf, type Words } from "@/server/rules/core/words";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { partyRows } from "./rows";
import type { PartyView, partyInput } from "./schema";
import { partyFacts } from "./tell";
import { openVault } from "./vault";

/** Everything known of a party: data with its sources, who stands behind it, what it applied for, its cases and documents. */
export function getParty(ctx: Context, input: z.output<typeof partyInput>): Promise<PartyView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { partyId } = input;
    const [row] = await partyRows(tx, ctx, { where: eq(parties.id, partyId), limit: 1 });
    const [own] = await tx
      .select({ createdAt: parties.createdAt, nextReviewOn: parties.nextReviewOn })
      .from(parties)
      .where(and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, partyId)));
    if (!row || !own) throw new DomainError("not_found", "There is no such party in this workspace.");
    const vault = await openVault(tx, ctx, partyId);
    const passages = await applicationsOf(tx, ctx, partyId);
    const document = passages.find((passage) => passage.document)?.document;
    const words: Words = document ? wordsOf(document) : { titles: {} };
    return {
      ...row,
      createdAt: own.createdAt.toISOString(),
      nextReviewOn: own.nextReviewOn,
      data: Object.entries(await partyFacts(tx, ctx, vault))
        .filter(([, { value }]) => isOneValue(value))
        .map(([path, { value, source, at }]) => ({
          path,
          title: titleOf(path, words).replace(/^./, (first) => first.toUpperCase()),
          value: fieldText(value, path, words) ?? "",
          source: sourceWords(source),
          at,
        })),
      relationships: await relationshipsOf(tx, ctx, partyId),
      applications: passages.map(({ document: _, ...passage }) => passage),
      cases: await casesOf(tx, ctx, partyId),
      documents: await documentsOf(tx, ctx, partyId, document),
    };
  });
}

/** People stand among the relationships and documents among the documents: neither is a value to read here. */
const isOneValue = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every((element) => typeof element !== "object")
    : !(typeof value === "string" && isId("document", value));

const sourceWords = (source: string): string =>
  ({ application: "Application", check: "Check", run: "Workflow" })[source.split(":")[0] ?? ""] ?? source;

type Passage = PartyView["applications"][number] & { document: WorkflowDocument | undefined };

async function applicationsOf(tx: Tx, ctx: Context, partyId: string): Promise<Passage[]> {
  const rows = await tx
    .select({
      id: applications.id,
      runId: runs.id,
      status: runs.status,
      workflowId: runs.workflowId,
      version: runs.version,
      document: workflowVersions.document,
      createdAt: applications.createdAt,
      outcome: decisions.outcome,
    })
    .from(applications)
    .innerJoin(runs, and(eq(runs.workspaceId, applications.workspaceId), eq(runs.id, applications.runId)))
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, runs.workspaceId),
        eq(workflowVersions.workflowId, runs.workflowId),
        eq(workflowVersions.version, runs.version),
      ),
    )
    .leftJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.partyId, partyId)))
    .orderBy(desc(applications.createdAt), desc(applications.id))
    .limit(100);
  const open = await openSignals(
    tx,
    ctx,
    rows.map((row) => row.runId),
  );
  return rows.map((row) => {
    const document = workflowDocument.parse(row.document);
    const outcome = document.outcomes.find(({ key }) => key === row.outcome);
    return {
      id: row.id,
      runId: row.runId,
      workflow: { id: row.workflowId, title: document.title, version: row.version },
      status: applicationStatus(row.status, open.get(row.runId) ?? [], row.outcome !== null),
      createdAt: row.createdAt.toISOString(),
      outcome: outcome ? { title: outcome.title, kind: outcome.kind } : null,
      document,
    };
  });
}

async function openSignals(tx: Tx, ctx: Context, runIds: string[]): Promise<Map<string, string[]>> {
  const open = new Map<string, string[]>();
  if (runIds.length === 0) return open;
  const rows = await tx
    .select({ runId: waits.runId, signal: waits.signal })
    .from(waits)
    .where(and(eq(waits.workspaceId, ctx.workspaceId), inArray(waits.runId, runIds), isNull(waits.closedAt)));
  for (const { runId, signal } of rows) open.set(runId, [...(open.get(runId) ?? []), signal]);
  return open;
}

async function relationshipsOf(tx: Tx, ctx: Context, partyId: string): Promise<PartyView["relationships"]> {
  const rows = await tx
    .select({
      relationship: relationships,
      party: { id: parties.id, name: parties.name, kind: parties.kind },
    })
    .from(relationships)
    .innerJoin(
      parties,
      and(
        eq(parties.workspaceId, relationships.workspaceId),
        // The other side of each.
        sql`${parties.id} = case when ${relationships.toPartyId} = ${partyId} then ${relationships.fromPartyId} else ${relationships.toPartyId} end`,
      ),
    )
    .where(
      and(
        eq(relationships.workspaceId, ctx.workspaceId),
        or(eq(relationships.fromPartyId, partyId), eq(relationships.toPartyId, partyId)),
      ),
    )
    .orderBy(sql`${relationships.endedAt} nulls first`, desc(relationships.shareBps), relationships.id)
    .limit(500);
  return rows.map(({ relationship, party }) => ({
    id: relationship.id,
    role: relationship.role,
    direction: relationship.toPartyId === partyId ? "from" : "to",
    party,
    share: relationship.shareBps === null ? null : relationship.shareBps / 100,
    endedAt: relationship.endedAt?.toISOString() ?? null,
  }));
}

async function casesOf(tx: Tx, ctx: Context, partyId: string): Promise<PartyView["cases"]> {
  const rows = await tx
    .select({
      id: cases.id,
      number: cases.number,
      queue: queues.title,
      status: cases.status,
      openedAt: cases.openedAt,
    })
    .from(cases)
    .innerJoin(queues, and(eq(queues.workspaceId, cases.workspaceId), eq(queues.key, cases.queue)))
    .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.partyId, partyId)))
    .orderBy(desc(cases.openedAt), desc(cases.id))
    .limit(200);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() }));
}

async function documentsOf(
  tx: Tx,
  ctx: Context,
  partyId: string,
  version: WorkflowDocument | undefined,
): Promise<PartyView["documents"]> {
  const rows = await tx
    .select({
      id: documents.id,
      type: documents.type,
      subject: documents.subject,
      uploadedAt: documents.uploadedAt,
      pages: sql<number>`count(*) filter (where ${documentFiles.role} = 'page')::int`,
    })
    .from(documents)
    .leftJoin(
      documentFiles,
      and(eq(documentFiles.workspaceId, documents.workspaceId), eq(documentFiles.documentId, documents.id)),
    )
    .where(
      and(
        eq(documents.workspaceId, ctx.workspaceId),
        eq(documents.partyId, partyId),
        isNull(documents.replacedBy),
      ),
    )
    .groupBy(documents.workspaceId, documents.id)
    .orderBy(desc(documents.uploadedAt), desc(documents.id))
    .limit(200);
  return rows.map(({ type, uploadedAt, ...row }) => ({
    ...row,
    typeTitle: version?.settings.documentTypes[type]?.title ?? type,
    uploadedAt: uploadedAt.toISOString(),
  }));
}
