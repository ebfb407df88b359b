import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { checks } from "@/db/schema";
import type { Context } from "@/server/context";
import { frameOfKey, instanceOfFrame } from "@/server/engine/keys";
import { BY_HAND, type CheckBody } from "@/server/runs/final-checks";
import { places } from "@/server/runs/places";
import { actorNames } from "@/server/workspaces/actor-names";
import type { CheckView } from "./schema";
import type { CaseSource } from "./source";

const erased: CheckBody = {
  label: "Erased",
  sentence: "What this check said about the party was erased.",
  details: {},
  source: "",
  subjectName: null,
};

/**
 * Every answer a run got, oldest first, but for those of the case's neighbours: other elements of its list, other
 * branches beside it. Answers that a later one took the place of stand as history.
 */
export async function runChecks(
  tx: Tx,
  ctx: Context,
  runId: string,
  { document, vault, frame }: CaseSource,
): Promise<CheckView[]> {
  const stored = await tx
    .select()
    .from(checks)
    .where(and(eq(checks.workspaceId, ctx.workspaceId), eq(checks.runId, runId)))
    .orderBy(asc(checks.at), asc(checks.id));
  const near = stored.filter(({ effectKey }) => !areNeighbours(frame, frameOfKey(effectKey)));
  const rows = near.sort((a, b) => a.at.getTime() - b.at.getTime() || attemptOf(a) - attemptOf(b));
  const bodies = rows.map((row) =>
    vault.erased ? erased : vault.open<CheckBody>(places.check(row.id), row.body),
  );
  const nameOf = await actorNames(
    tx,
    ctx,
    bodies.flatMap(({ by }) => by ?? []),
  );
  const lastWord = lastWords(rows);
  return rows.map((row, i) => {
    const body = bodies[i] ?? erased;
    const last = lastWord[i];
    const since =
      last === i ? null : last !== undefined && bodies[last]?.by ? "answered_by_hand" : "asked_again";
    return {
      id: row.id,
      node: row.node,
      title: document.nodes[row.node]?.title ?? row.node,
      capability: row.capability,
      subject: row.subject,
      subjectName: body.subjectName ?? null,
      status: row.status,
      label: body.label,
      sentence: body.sentence,
      source: body.source,
      by: body.by === undefined ? null : nameOf(body.by),
      note: body.note ?? null,
      details: body.details,
      at: row.at.toISOString(),
      current: since === null,
      since,
    };
  });
}

/** Whether two lines stand beside each other, or within lines that do. */
function areNeighbours(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const theirs = other.split("/");
  const fork = one.split("/").findIndex((step, i) => step !== theirs[i]);
  const [here, there] = [one.split("/")[fork], theirs[fork]];
  return here !== undefined && there !== undefined && instanceOfFrame(here) === instanceOfFrame(there);
}

type Row = Pick<typeof checks.$inferSelect, "node" | "visit" | "subject" | "effectKey">;

/**
 * For each answer the place of the last word on the same subject at the same visit: a question is repeated after an
 * incident, or answered by hand. None for answers of an earlier visit of their node on the same line.
 */
function lastWords(rows: readonly Row[]): (number | undefined)[] {
  const last = new Map<string, number>();
  const latest = new Map<string, string>();
  const visits = rows.map(visitsOf);
  const question = (i: number) => JSON.stringify([visits[i], rows[i]?.subject]);
  rows.forEach((_, i) => {
    last.set(question(i), i);
    for (const { at, nth } of visits[i] ?? []) {
      const known = latest.get(at);
      if (known === undefined || isLater(nth, known)) latest.set(at, nth);
    }
  });
  return rows.map((_, i) =>
    visits[i]?.every(({ at, nth }) => latest.get(at) === nth) ? last.get(question(i)) : undefined,
  );
}

/** Keys end with the attempt; what a member answered comes after it, and after what the vendor had said. */
function attemptOf({ effectKey }: Row): number {
  const isByHand = effectKey.endsWith(BY_HAND);
  const key = isByHand ? effectKey.slice(0, -BY_HAND.length) : effectKey;
  return Number(key.slice(key.lastIndexOf(":") + 1)) + (isByHand ? 0.5 : 0);
}

/**
 * How often what lies around an answer had been entered by then: the splits and “for each” of its line from outside in,
 * each within the visit of the one around it, and the node itself.
 */
function visitsOf({ node, visit, effectKey }: Row): { at: string; nth: string }[] {
  const steps = frameOfKey(effectKey)?.split("/") ?? [];
  const around = steps.map((step, i) => ({
    at: `${node} ${[...steps.slice(0, i), step.slice(0, step.indexOf("."))].join("/")}`,
    nth: step.split(".").slice(1, 3).join("."),
  }));
  return [...around, { at: `${node} ${steps.join("/")}`, nth: `${visit}` }];
}

const isLater = (one: string, other: string): boolean => {
  const [a = 0, b = 0] = one.split(".").map(Number);
  const [c = 0, d = 0] = other.split(".").map(Number);
  return a > c || (a === c && b > d);
};
