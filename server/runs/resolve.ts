import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import type { IncidentAnswer } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { byOf } from "./by";
import { type Committed, commitStep } from "./commit";
import { lockRun } from "./head";
import type { resolveIncidentInput } from "./schema";
import { stepOf } from "./step-of";

/** Answers an incident: tries again, fills in what the node would have said, or sends the run out by an outlet. */
export function resolveIncident(
  ctx: Context,
  input: z.output<typeof resolveIncidentInput>,
): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, tokenId, answer, reason } = input;
    const head = await lockRun(tx, ctx, runId);
    const incident = head.state.tokens.find((token) => token.id === tokenId)?.incident;
    if (!incident)
      throw new DomainError("conflict", "This was resolved meanwhile. Reload to see where the run stands.");
    if ("outlet" in answer && !incident.outlets.includes(answer.outlet))
      throw new DomainError("invalid", "The run cannot leave this step there.", {
        issues: [
          {
            path: "answer.outlet",
            code: "unknown_outlet",
            message: `Choose ${incident.outlets.join(" or ")}.`,
          },
        ],
      });
    const { event, result } = stepOf(ctx, head, {
      type: "incident_resolved",
      at: ctx.at.toISOString(),
      key: newId("request", ctx.at),
      tokenId,
      how: answer as IncidentAnswer,
      by: byOf(ctx.actor),
      reason,
    });
    if (result.ignored)
      throw new DomainError(
        result.ignored === "refused" ? "invalid" : "conflict",
        result.refusal ?? "This run has moved on meanwhile. Reload to see where it stands.",
      );
    return commitStep(tx, ctx, head, event, result);
  });
}
