import { and, desc, eq, inArray, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { auditEntries, caseNotes, caseVerdicts } from "@/db/schema";
import type { EventName } from "@/server/audit/events";
import type { Context } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import type { CaseRecord } from "./find";
import type { ActivityItem } from "./schema";
import { activitySentence, type Facts } from "./sentences";
import type { CaseSource } from "./source";

const MOST = 300;

/** What happened to a case, its application and its run, newest first, in sentences. */
export async function caseTimeline(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  source: CaseSource,
): Promise<ActivityItem[]> {
  const subject = (kind: string, id: string) =>
    and(eq(auditEntries.subjectKind, kind), eq(auditEntries.subjectId, id));
  const entries = await tx
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, ctx.workspaceId),
        or(
          subject("case", caseFile.id),
          caseFile.applicationId ? subject("application", caseFile.applicationId) : undefined,
          and(
            subject("run", caseFile.runId),
            inArray(auditEntries.action, ["run.attention", "run.resolved", "run.cancelled", "decision.made"]),
          ),
        ),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.seq), desc(auditEntries.id))
    .limit(MOST);
  const read = entries.map((entry) => ({ ...entry, facts: JSON.parse(entry.facts) as Facts }));
  const people = read.flatMap(({ actorId, facts }) =>
    [actorId, facts["assignee"]].filter((id): id is string => typeof id === "string"),
  );
  const nameOf = await actorNames(tx, ctx, people);
  const quotes = await quotesOf(tx, ctx, caseFile.id, source);
  return read.sort(newestFirst).flatMap((entry): ActivityItem[] => {
    const event = entry.action as EventName;
    const actor = nameOf(entry.actorId);
    const text = activitySentence(event, entry.facts, { actor, nameOf, document: source.document });
    if (text === null) return [];
    const quoted = [entry.facts["note"], entry.facts["verdict"]].find((id) => quotes.has(String(id)));
    const quote =
      event === "case.noted" || event === "case.verdict_given" ? (quotes.get(String(quoted)) ?? null) : null;
    return [{ id: entry.id, at: entry.at.toISOString(), event, actor, text, quote }];
  });
}

/** What one transaction wrote has one time; it happened in this order. */
const steps: Partial<Record<string, number>> = {
  "case.verdict_given": 1,
  "case.verdict_applied": 2,
  "requirement.added": 3,
  "decision.made": 3,
  "case.opened": 4,
  "case.reopened": 4,
  "case.closed": 5,
};

type Entry = { at: Date; action: string; seq: number };
const stepOf = ({ action }: Entry): number => steps[action] ?? (action.startsWith("case.") ? 6 : 0);
const newestFirst = (a: Entry, b: Entry): number =>
  b.at.getTime() - a.at.getTime() || stepOf(b) - stepOf(a) || b.seq - a.seq;

/** What members wrote, by the id of the note or verdict. */
async function quotesOf(
  tx: Tx,
  ctx: Context,
  caseId: string,
  { vault }: CaseSource,
): Promise<Map<string, string>> {
  const quotes = new Map<string, string>();
  if (vault.erased) return quotes;
  const notes = await tx
    .select({ id: caseNotes.id, body: caseNotes.body })
    .from(caseNotes)
    .where(and(eq(caseNotes.workspaceId, ctx.workspaceId), eq(caseNotes.caseId, caseId)));
  for (const { id, body } of notes)
    quotes.set(id, vault.open<{ text: string }>(`case_notes.body:${id}`, body).text);
  const verdicts = await tx
    .select({ id: caseVerdicts.id, body: caseVerdicts.body })
    .from(caseVerdicts)
    .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(caseVerdicts.caseId, caseId)));
  for (const { id, body } of verdicts) {
    const { note } = vault.open<{ note: string }>(`case_verdicts.body:${id}`, body);
    if (note) quotes.set(id, note);
  }
  return quotes;
}
