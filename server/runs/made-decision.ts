import type { decisions } from "@/db/schema";
import type { AuditInput } from "@/server/audit/record";
import type { Context } from "@/server/context";
import type { RunState, StepResult } from "@/server/engine/state";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { RunHead } from "./head";
import { places } from "./places";

/** The one decision of a run, when this step made it. A second one breaks the table's unique key, and so the step. */
export function madeDecision(
  ctx: Context,
  head: RunHead,
  result: StepResult,
): { row: typeof decisions.$inferInsert; entry: AuditInput } | undefined {
  const finish = result.commands.find((command) => command.type === "finish");
  if (!finish?.decision) return undefined;
  const { outcome, reasonCodes, outputs, score } = finish.decision;
  const { document } = head.compiled;
  const id = newId("decision", ctx.at);
  const body = head.vault.seal(places.decision(id), { outputs, score });
  const digest = sha256(body);
  const decidedBy = decidersOf(document, result.state);
  const row = {
    workspaceId: ctx.workspaceId,
    id,
    runId: head.id,
    partyId: head.partyId,
    outcome,
    outcomeKind: document.outcomes.find((known) => known.key === outcome)?.kind ?? "neutral",
    reasonCodes,
    body,
    digest,
    decidedBy,
    decidedAt: ctx.at,
  };
  const facts = { decision: id, outcome, reasonCodes, bodyDigest: digest, decidedBy };
  return { row, entry: { subject: { kind: "run", id: head.id }, action: "decision.made", facts } };
}

/** The members whose verdict brought the run here; `system` when no verdict did. */
export function decidersOf(document: WorkflowDocument, state: RunState): string[] {
  const typeOf = (node: string) => document.nodes[node]?.type;
  const review = state.path.findLast((step) => typeOf(step.node) === "review" && step.outlet);
  if (!review) return ["system"];
  // What became of a list's elements is theirs who gave verdicts on them, whichever came last.
  const list = review.frame
    ?.split("/")
    .flatMap((step) => step.split(".", 1))
    .find((node) => typeOf(node) === "for_each");
  if (!list && !["approved", "declined"].includes(review.outlet ?? "")) return ["system"];
  const by = state.data.nodes[list ?? review.node]?.["by"];
  const members = Array.isArray(by) ? by.filter((one) => typeof one === "string") : [];
  return members.length > 0 ? members : ["system"];
}
