import type { z } from "zod";
import { decisionReruns } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { actorNames } from "@/server/workspaces/actor-names";
import { can } from "@/server/workspaces/policy";
import { makeAgain } from "./make-again";
import { differing, resultOf } from "./rerun/policy";
import type { Comparison, decisionInput, Rerun } from "./rerun/schema";

/** Makes a stored decision once more on its own version, says what was compared, and keeps what came out. */
export function rerunDecision(ctx: Context, input: z.output<typeof decisionInput>): Promise<Rerun> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { decisionId } = input;
    const again = await makeAgain(tx, ctx, decisionId);
    if (!again)
      throw new DomainError(
        "conflict",
        "This party's data was erased, so what the decision was made from is gone.",
      );
    const { compared, runId } = again;
    const [result, differs] = [resultOf(compared), differing(compared)];
    const id = newId("rerun", ctx.at);
    await tx.insert(decisionReruns).values({
      workspaceId: ctx.workspaceId,
      ...{ id, decisionId, result, differs },
      ...{ origin: "member" as const, by: ctx.actor.id, at: ctx.at },
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "run", id: runId },
      action: result === "same" ? "decision.rerun" : "decision.differed",
      facts: { decision: decisionId, result, differs },
    });
    const nameOf = await actorNames(tx, ctx, [ctx.actor.id]);
    return {
      ...{ id, result, differs, origin: "member", by: nameOf(ctx.actor.id), at: ctx.at.toISOString() },
      compared: can(ctx.actor, "parties.view") ? compared : compared.map(withoutValues),
    };
  });
}

const personal: readonly Comparison["what"][] = ["outputs", "score", "steps"];

/** Of whoever may not read the party: that it differs, not how. */
const withoutValues = (one: Comparison): Comparison =>
  personal.includes(one.what)
    ? { ...one, stored: "sealed", found: one.isSame ? "sealed" : "sealed, and another" }
    : one;
