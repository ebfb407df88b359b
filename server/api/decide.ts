import { decide } from "@/server/decisions/decide";
import { createDecisionOperation } from "./operations";
import { serve } from "./serve";

/** `POST /api/v1/decisions`; `server/main.ts` mounts it beside the pages, for it is asked often and waits for nobody. */
export const answerDecision = serve(createDecisionOperation, async (ctx, { body }) => {
  const answer = await decide(ctx, body);
  return { status: answer.status === "decided" ? 200 : 202, body: answer };
});
