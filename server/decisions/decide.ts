import { setTimeout as pause } from "node:timers/promises";
import { reasonsOf } from "@/server/applications/reasons";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { resolveParty } from "@/server/parties/resolve";
import { failureFacts } from "@/server/platform/failure";
import { log } from "@/server/platform/log";
import type { Committed } from "@/server/runs/commit";
import { driveRun } from "@/server/runs/drive";
import type { StartRun } from "@/server/runs/first-step";
import { startRun } from "@/server/runs/start";
import { assignVersion } from "@/server/workflows/assign-version";
import { type LiveVersion, liveVersion } from "@/server/workflows/live-version";
import { findDecision } from "./find";
import { readInput, requestFields, withDecimals } from "./policy";
import type { CreateDecisionInput, DecisionAnswer } from "./schema";

/** How long the caller is kept waiting for vendors. */
const BUDGET_MS = 2_000;

export interface DecideOptions {
  now?: () => Date;
  /** How long vendors are waited for. */
  budgetMs?: number;
  /** Writes what hangs on the run and must stand exactly when it does. */
  attach?: StartRun["attach"];
}

/**
 * Decides in the caller's request: everything pure in one commit, then vendors within a time budget. A run that needs
 * longer, or a person, goes on without the caller and answers `pending`, never an outcome by default.
 */
export async function decide(
  ctx: Context,
  input: CreateDecisionInput,
  options: DecideOptions = {},
): Promise<DecisionAnswer> {
  const { now = () => new Date(), budgetMs = BUDGET_MS } = options;
  const { workflow, started } = await begin(ctx, input, budgetMs, options.attach);
  if (started.decision || started.status !== "running") return answerOf(workflow, started, input.explain);
  const { runId } = started;
  const driven = driveRun(ctx, { runId, now }).catch((error: unknown) => {
    // The worker's own job looks at the run when the budget is over.
    log().warn(
      { requestId: ctx.requestId, run: runId, ...failureFacts(error) },
      "a decision was left to the worker",
    );
  });
  const over = new AbortController();
  await Promise.race([driven, pause(budgetMs, undefined, { signal: over.signal }).catch(() => {})]);
  over.abort();
  return answerOf(workflow, await findDecision(ctx, runId), input.explain);
}

function begin(ctx: Context, input: CreateDecisionInput, budgetMs: number, attach: StartRun["attach"]) {
  return inTransaction(ctx, async (_, ctx) => {
    const live = await liveVersion(ctx, { key: input.workflow });
    const first = requireInput(live, input.input as JsonObject);
    const { partyKind } = live.document.settings;
    const party = await resolveParty(ctx, { kind: partyKind, party: input.party });
    const workflow = await assignVersion(ctx, live, party.id);
    const read = workflow === live ? first : requireInput(workflow, input.input as JsonObject);
    const started = await startRun(ctx, {
      workflow,
      partyId: party.id,
      vault: party.vault,
      party: party.data,
      input: read,
      reference: input.reference,
      driveAfter: new Date(ctx.at.getTime() + budgetMs + 500),
      ...(attach && { attach }),
    });
    return { workflow, started };
  });
}

/** The input as the run reads it; refused when the workflow cannot begin with it. */
function requireInput({ document }: LiveVersion, input: JsonObject): JsonObject {
  const fields = requestFields(document);
  if (!fields) {
    const message = `“${document.title}” begins with an application. Create one with POST /api/v1/applications.`;
    throw new DomainError("conflict", message, {
      issues: [{ path: "workflow", code: "no_decision_start", message }],
    });
  }
  const read = readInput(fields, input);
  if (read.issues.length > 0)
    throw new DomainError("invalid", "The workflow needs more to decide.", { issues: read.issues });
  return read.input;
}

/** What a run that was started before is answered now. */
export async function answerOfRun(
  ctx: Context,
  input: { run: string; explain: boolean },
): Promise<DecisionAnswer> {
  const { version, document, ...found } = await findDecision(ctx, input.run);
  return answerOf({ version, document }, found, input.explain);
}

function answerOf(
  { version, document }: Pick<LiveVersion, "version" | "document">,
  run: Pick<Committed, "runId" | "decision" | "state">,
  explain: boolean,
): DecisionAnswer {
  const { runId, decision, state } = run;
  if (!decision?.id) return { run: runId, status: "pending" };
  const { id, outcome, reasonCodes, outputs, score } = decision;
  return {
    id,
    run: runId,
    status: "decided",
    outcome,
    reasons: reasonsOf(document, reasonCodes),
    score,
    outputs: withDecimals(outputs),
    version,
    ...(explain && {
      trace: {
        path: state.path.map(({ node, visit, outlet }) => ({ node, visit, outlet: outlet ?? null })),
        nodes: withDecimals(state.data.nodes),
      },
    }),
  };
}
