import { explainDecision } from "@/server/decisions/explain";
import { listDecisions } from "@/server/decisions/list";
import { listReruns } from "@/server/decisions/list-reruns";
import { overview } from "@/server/decisions/overview";
import { rerunDecision } from "@/server/decisions/rerun";
import { decisionInput } from "@/server/decisions/rerun/schema";
import { rerunsOf } from "@/server/decisions/reruns-of";
import { listDecisionsInput, overviewInput } from "@/server/decisions/schema";
import { procedure, router } from "../trpc";

export const decisionsRouter = router({
  /** What the start page says. */
  overview: procedure("decisions.view")
    .input(overviewInput)
    .query(({ ctx, input }) => overview(ctx, input)),
  list: procedure("decisions.view")
    .input(listDecisionsInput)
    .query(({ ctx, input }) => listDecisions(ctx, input)),
  /** Why it is what it is. */
  why: procedure("decisions.view")
    .input(decisionInput)
    .query(({ ctx, input }) => explainDecision(ctx, { id: input.decisionId })),
  /** What came out when this one was made once more. */
  rerunsOf: procedure("decisions.view")
    .input(decisionInput)
    .query(({ ctx, input }) => rerunsOf(ctx, input)),
  rerun: procedure("decisions.rerun")
    .input(decisionInput)
    .mutation(({ ctx, input }) => rerunDecision(ctx, input)),
  /** What the nights' re-runs came to. */
  reruns: procedure("audit.read").query(({ ctx }) => listReruns(ctx)),
});
