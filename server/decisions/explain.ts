import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases, parties, workflows } from "@/db/schema";
import { noticeOf, reasonsOf } from "@/server/applications/reasons";
import { runChecks } from "@/server/cases/checks";
import { type Context, inTransaction } from "@/server/context";
import type { Literal } from "@/server/rules/core/ast";
import { fieldsOf, wordsOf } from "@/server/rules/core/fields";
import { asSentence, joinWith, titleOf, valueText } from "@/server/rules/core/words";
import { linesOf } from "@/server/runs/lines/policy";
import { places } from "@/server/runs/places";
import { actorNames } from "@/server/workspaces/actor-names";
import { can } from "@/server/workspaces/policy";
import { withDecimals } from "./policy";
import { replayDecision, type StoredDecision, storedDecision } from "./replay";
import { peopleOf } from "./why/people";
import { rulesOf } from "./why/rules";
import type { DecisionWhy } from "./why/schema";
import type { Reading } from "./why/sources";
import { scorecardsOf, tablesOf } from "./why/tables";
import { type Visit, watchVisits } from "./why/visits";

/** Beyond, a decision is about a long list: its first elements are told, and that there are more. */
const MOST_VISITS = 300;

type Parts = Pick<DecisionWhy, "rules" | "tables" | "scorecards" | "values" | "answers" | "isCut">;
const nothing: Parts = { rules: [], tables: [], scorecards: [], values: [], answers: [], isCut: false };

/** Why a decision is what it is, from its record and the version it was made with. */
export function explainDecision(ctx: Context, input: { id: string }): Promise<DecisionWhy> {
  return inTransaction(ctx, async (tx, ctx) => {
    const found = await storedDecision(tx, ctx, input.id);
    const { row, run, vault, document, stored } = found;
    const isSealed = !can(ctx.actor, "parties.view");
    const about = await aboutOf(tx, ctx, found);
    const parts = stored ? await partsOf(tx, ctx, { ...found, stored }, isSealed) : nothing;
    const body =
      vault.erased || isSealed
        ? { outputs: {}, score: null }
        : vault.open<{ outputs: Record<string, unknown>; score: number | null }>(
            places.decision(row.id),
            row.body,
          );
    const people = await peopleOf(tx, ctx, { runId: row.runId, vault, document });
    const nameOf = await actorNames(tx, ctx, [...row.decidedBy, ...people.map(({ memberId }) => memberId)]);
    const outcome = document.outcomes.find(({ key }) => key === row.outcome);
    const listed = noticeOf(document, row.reasonCodes);
    const reasons = reasonsOf(document, row.reasonCodes).map((reason) => ({
      ...reason,
      priority: document.reasonCodes[reason.code]?.priority ?? null,
      isListed: listed.some(({ code }) => code === reason.code),
      from: givenBy(reason.code, parts),
    }));
    const decidedBy = row.decidedBy.map((id) => (id === "system" ? "The workflow" : nameOf(id)));
    return {
      ...{ id: row.id, run: row.runId, ...about, reference: run.reference },
      workflow: { ...about.workflow, title: document.title, version: run.version },
      outcome: { key: row.outcome, title: outcome?.title ?? row.outcome, kind: row.outcomeKind },
      summary: summaryOf(outcome?.title ?? row.outcome, row.decidedBy.includes("system"), decidedBy, reasons),
      decidedAt: row.decidedAt.toISOString(),
      ...{ decidedBy, score: body.score, outputs: withDecimals(body.outputs), reasons },
      notice: {
        most: document.settings.noticeReasons,
        reasons: listed.map(({ applicant }) => applicant),
      },
      ...parts,
      values: parts.values.map((value) => ({ ...value, isOutput: Object.hasOwn(body.outputs, value.key) })),
      people: people.map(({ memberId, ...part }) => ({ ...part, by: nameOf(memberId) })),
      ...{ isSealed, isErased: vault.erased },
    };
  });
}

async function aboutOf(tx: Tx, ctx: Context, { row, run }: StoredDecision) {
  const [party] = await tx
    .select({ id: parties.id, kind: parties.kind, name: parties.name })
    .from(parties)
    .where(and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, row.partyId)));
  const [workflow] = await tx
    .select({ id: workflows.id, key: workflows.key })
    .from(workflows)
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, run.workflowId)));
  const [caseFile] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, row.runId)))
    .orderBy(desc(cases.openedAt), desc(cases.id))
    .limit(1);
  if (!party || !workflow) throw new Error("a decision without its party or workflow");
  return { party, workflow, case: caseFile?.id ?? null };
}

async function partsOf(
  tx: Tx,
  ctx: Context,
  found: StoredDecision & { stored: NonNullable<StoredDecision["stored"]> },
  isSealed: boolean,
): Promise<Parts> {
  const { document, stored, vault, run } = found;
  const looking = watchVisits(document);
  // A journal that cannot be played any more still leaves what stands on record; the re-run says what is wrong.
  await replayDecision(tx, ctx, found, looking.watch).catch(() => undefined);
  const all = looking.visitsOf(stored);
  const visits = all.slice(0, MOST_VISITS);
  const titles = new Map(linesOf(document, stored).map(({ id, title }) => [id, title]));
  const reading: Reading = {
    ...{ document, stored, isSealed, visits: all },
    words: wordsOf(document),
    fields: fieldsOf(document),
    lineOf: (frame) => (frame === undefined ? null : (titles.get(frame) ?? frame)),
  };
  const checks = await runChecks(tx, ctx, run.id, {
    ...{ document, vault, state: stored, frame: undefined, data: stored.data, line: null, node: "" },
  });
  return {
    rules: visits.flatMap((visit) => rulesOf(visit, reading)),
    tables: visits.flatMap((visit) => tablesOf(visit, reading)),
    scorecards: visits.flatMap((visit) => scorecardsOf(visit, reading)),
    values: valuesOf(all, reading),
    answers: checks
      .filter(({ current }) => current)
      .map(({ node, title, subjectName, status, sentence, source, at }) => ({
        ...{ node, title, status, at },
        subject: isSealed ? null : subjectName,
        sentence: isSealed ? null : sentence,
        source,
      })),
    isCut: all.length > visits.length,
  };
}

/** Values as they stood in the end, each with the step that set it last. Flags are told where rules are. */
function valuesOf(visits: readonly Visit[], { document, stored, words, isSealed }: Reading): Parts["values"] {
  return Object.entries(stored.data.values).flatMap(([key, value]) => {
    const setter = visits.findLast((visit) => Object.hasOwn(visit.values, key));
    if (key === "flags" && Array.isArray(value) && value.length === 0) return [];
    const path = `values.${key}`;
    return [
      {
        key,
        title: document.formulas[key]?.title ?? large(titleOf(path, words)),
        value: isSealed ? null : value === null ? "not known" : valueText(value as Literal, path, words),
        by: setter ? (document.nodes[setter.node]?.title ?? setter.node) : "The run",
        at: setter?.leftAt ?? setter?.enteredAt ?? stored.now,
        isOutput: false,
      },
    ];
  });
}

const large = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Rules, tables and factors that gave a reason, by name. */
function givenBy(code: string, { rules, tables, scorecards }: Parts): string[] {
  const names = [
    ...rules.flatMap(({ rules, counts }) =>
      rules.flatMap((rule) =>
        counts && rule.status === "fired" && rule.reasonCode === code ? [`${rule.code}, ${rule.title}`] : [],
      ),
    ),
    ...scorecards.flatMap(({ factors, counts, part }) =>
      factors.flatMap((factor) => (counts && factor.reasonCode === code ? [`${part}, ${factor.title}`] : [])),
    ),
    ...tables.flatMap(({ counts, part, reasonCodes }) =>
      counts && reasonCodes.includes(code) ? [part] : [],
    ),
  ];
  return [...new Set(names)];
}

/** Small at the start, unless it begins with a name in capitals. */
const small = (text: string) =>
  /^\p{Lu}[\p{Ll}\s]/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;

/** *Decline, by the workflow on its own: the registry lists the company as dissolved.* */
function summaryOf(
  outcome: string,
  isAutomatic: boolean,
  decidedBy: readonly string[],
  reasons: readonly { staff: string }[],
): string {
  const who = isAutomatic ? "by the workflow on its own" : `by ${joinWith(decidedBy, "and")}`;
  const [first] = reasons;
  const why = first ? `: ${small(first.staff)}` : "";
  const more =
    reasons.length > 1 ? ` ${reasons.length - 1} more ${reasons.length > 2 ? "reasons" : "reason"}.` : "";
  return `${asSentence(`${outcome}, ${who}${why}`)}${more}`;
}
