import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, runEvents, runs, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import { fold } from "@/server/engine/interpreter";
import { compilePlan, type Plan } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { openVault, type Vault } from "@/server/parties/vault";
import { canonicalJson } from "@/server/platform/canonical";
import { sha256 } from "@/server/platform/seal";
import { places } from "@/server/runs/places";
import { openState } from "@/server/runs/stored-state";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";

/** A decision with all that it was made from, as it is stored. */
export interface StoredDecision {
  row: typeof decisions.$inferSelect;
  run: typeof runs.$inferSelect;
  vault: Vault;
  /** The version the run ended on. */
  document: WorkflowDocument;
  /** Undefined once the party was erased: what it was made from is gone. */
  stored: RunState | undefined;
}

export async function storedDecision(tx: Tx, ctx: Context, id: string): Promise<StoredDecision> {
  const [found] = await tx
    .select({ row: decisions, run: runs })
    .from(decisions)
    .innerJoin(runs, and(eq(runs.workspaceId, decisions.workspaceId), eq(runs.id, decisions.runId)))
    .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.id, id)));
  if (!found) throw new DomainError("not_found", "There is no decision with this id in this workspace.");
  const vault = await openVault(tx, ctx, found.row.partyId);
  return {
    ...found,
    vault,
    document: (await readVersion(tx, ctx, found.run)).document,
    stored: vault.erased ? undefined : await openState(tx, ctx, vault, found.run),
  };
}

/** A version read from its row and nowhere else: what a process remembers of it proves nothing. */
export interface ReadVersion {
  document: WorkflowDocument;
  plan: Plan;
  /** What it was published with, and what its document comes to now. */
  hash: { stored: string; found: string };
}

export async function readVersion(
  tx: Tx,
  ctx: Context,
  of: { workflowId: string; version: number },
): Promise<ReadVersion> {
  const [row] = await tx
    .select({ document: workflowVersions.document, hash: workflowVersions.hash })
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, ctx.workspaceId),
        eq(workflowVersions.workflowId, of.workflowId),
        eq(workflowVersions.version, of.version),
      ),
    );
  if (!row) throw new Error("a run's version is gone");
  const document = workflowDocument.parse(row.document);
  return {
    document,
    plan: compilePlan(document, nodeCatalogue),
    hash: { stored: row.hash, found: sha256(canonicalJson(row.document)) },
  };
}

export interface Replayed {
  state: RunState;
  events: number;
  versions: ReadVersion[];
}

/**
 * Plays the run of a decision from its journal on its own version: the stored input, the stored answers of vendors and
 * people, the stored times. `watch` looks at what every step does meanwhile.
 */
export async function replayDecision(
  tx: Tx,
  ctx: Context,
  { run, vault }: Pick<StoredDecision, "run" | "vault">,
  watch: (plan: Plan) => Plan = (plan) => plan,
): Promise<Replayed> {
  const rows = await tx
    .select({ seq: runEvents.seq, body: runEvents.body })
    .from(runEvents)
    .where(and(eq(runEvents.workspaceId, ctx.workspaceId), eq(runEvents.runId, run.id)))
    .orderBy(asc(runEvents.seq));
  const events = rows.map(({ seq, body }) => vault.open<RunEvent>(places.event(run.id, seq), body));
  const read = new Map<number, ReadVersion>();
  for (const event of events)
    if (event.type === "migrated")
      for (const version of [event.fromVersion, event.toVersion])
        if (!read.has(version))
          read.set(version, await readVersion(tx, ctx, { workflowId: run.workflowId, version }));
  if (!read.has(run.version)) read.set(run.version, await readVersion(tx, ctx, run));
  const moved = events.find((event) => event.type === "migrated");
  const planAt = (version: number): Plan => {
    const known = read.get(version);
    if (!known) throw new Error(`the journal goes on with version ${version}, which is not there`);
    return watch(known.plan);
  };
  const state = fold(planAt(moved ? moved.fromVersion : run.version), events, planAt);
  return { state, events: events.length, versions: [...read.values()] };
}
