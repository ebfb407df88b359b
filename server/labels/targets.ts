import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, parties, runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { type LabelRow, labelKeys } from "./schema";

export interface Target {
  partyId: string;
  runId: string | null;
}
type Found = { target: Target } | { column: string; message: string };

/** Names in one question. */
const CHUNK = 1_000;

/** What labels are about: their decision's run, a run, or a party. What two things answer to is neither. */
export async function findTargets(
  tx: Tx,
  ctx: Context,
  rows: readonly LabelRow[],
): Promise<(row: LabelRow) => Found> {
  const wanted = (key: (typeof labelKeys)[number]) => [...new Set(rows.flatMap((row) => row[key] || []))];
  const found = new Map<string, Target[]>();
  const note = (key: string, name: string | null, target: Target) => {
    if (name === null) return;
    const place = `${key} ${name}`;
    const before = found.get(place) ?? [];
    if (!before.some((one) => one.partyId === target.partyId && one.runId === target.runId))
      found.set(place, [...before, target]);
  };
  for (const names of chunks(wanted("decision")))
    for (const { id, ...target } of await tx
      .select({ id: decisions.id, partyId: decisions.partyId, runId: decisions.runId })
      .from(decisions)
      .where(and(eq(decisions.workspaceId, ctx.workspaceId), inArray(decisions.id, names))))
      note("decision", id, target);
  const ofRuns = { id: runs.id, reference: runs.reference, partyId: runs.partyId };
  for (const names of chunks(wanted("run")))
    for (const { id, partyId } of await tx
      .select(ofRuns)
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), ne(runs.mode, "shadow"), inArray(runs.id, names))))
      note("run", id, { partyId, runId: id });
  for (const names of chunks(wanted("reference")))
    for (const { id, reference, partyId } of await tx
      .select(ofRuns)
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          ne(runs.mode, "shadow"),
          isNull(runs.parentRunId),
          inArray(runs.reference, names),
        ),
      ))
      note("reference", reference, { partyId, runId: id });
  for (const names of chunks(wanted("party"))) {
    const ofParty = { id: parties.id, reference: parties.reference };
    const mine = eq(parties.workspaceId, ctx.workspaceId);
    for (const { id } of await tx
      .select(ofParty)
      .from(parties)
      .where(and(mine, inArray(parties.id, names))))
      note("party", id, { partyId: id, runId: null });
    for (const { id, reference } of await tx
      .select(ofParty)
      .from(parties)
      .where(and(mine, inArray(parties.reference, names))))
      note("party", reference, { partyId: id, runId: null });
  }
  return (row) => {
    const key = labelKeys.find((one) => row[one]) ?? "run";
    const [target, ...others] = found.get(`${key} ${row[key]}`) ?? [];
    if (!target) return { column: key, message: `There is no such ${words[key]} in this workspace.` };
    if (others.length > 0)
      return {
        column: key,
        message: `${others.length + 1} ${words[key]}s answer to it. Name the ${key === "party" ? "party" : "run"} by its id.`,
      };
    return { target };
  };
}

const words = { decision: "decision", run: "run", party: "party", reference: "reference" };

const chunks = (names: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, i) => names.slice(i * CHUNK, (i + 1) * CHUNK));
