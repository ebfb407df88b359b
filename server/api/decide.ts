import type { Context } from "@/server/context";
import { answerOfRun, decide } from "@/server/decisions/decide";
import type { CreateDecisionInput, DecisionAnswer } from "@/server/decisions/schema";
import { isUniqueViolation } from "@/server/platform/failure";
import { type Answer, keepRun, recallRun } from "./idempotency";
import { HttpRefusal } from "./problem";

/** Longest a caller may ask to be kept waiting. */
const MOST_SECONDS = 30;

/**
 * `POST /api/v1/decisions`. With an Idempotency-Key the run and the key are written together, so a copy finds the
 * first's run, decided or not, and never begins another.
 */
export async function answerDecision(
  ctx: Context,
  call: { body: CreateDecisionInput; key: string | undefined; request: Request },
): Promise<Answer & { replayed: boolean }> {
  const { body, key, request } = call;
  const seconds = waitOf(request.headers);
  const budget = seconds === undefined ? {} : { budgetMs: seconds * 1000 };
  const applied: Record<string, string> =
    seconds === undefined ? {} : { "preference-applied": `wait=${seconds}` };
  if (key === undefined) return told(await decide(ctx, body, budget), applied, false);
  const keyed = { key, place: "post /api/v1/decisions", body };
  const again = async (run: string) =>
    told(await answerOfRun(ctx, { run, explain: body.explain }), applied, true);
  const known = await recallRun(ctx, keyed);
  if (known) return again(known);
  try {
    const attach = (_: unknown, ctx: Context, { runId }: { runId: string }) => keepRun(ctx, keyed, runId);
    return told(await decide(ctx, body, { ...budget, attach }), applied, false);
  } catch (error) {
    // Its copy was faster by a moment: what this one began is undone.
    const first = isUniqueViolation(error) ? await recallRun(ctx, keyed) : undefined;
    if (!first) throw error;
    return again(first);
  }
}

function told(answer: DecisionAnswer, headers: Record<string, string>, replayed: boolean) {
  const isDecided = answer.status === "decided";
  return {
    status: isDecided ? 200 : 202,
    body: answer,
    headers: isDecided ? headers : { ...headers, location: `/api/v1/runs/${answer.run}` },
    replayed,
  };
}

/** `Prefer: wait=5` (RFC 7240): how many seconds the caller would wait for vendors. */
function waitOf(headers: Headers): number | undefined {
  const wish = /(?:^|[,;])\s*wait\s*=\s*"?([^",;]*)"?/i.exec(headers.get("prefer") ?? "")?.[1];
  if (wish === undefined) return undefined;
  if (/^\d{1,2}$/.test(wish.trim()) && Number(wish) <= MOST_SECONDS) return Number(wish);
  const message = `Ask to wait for 0 to ${MOST_SECONDS} seconds, as in “Prefer: wait=5”.`;
  throw new HttpRefusal(400, "invalid", message, { issues: [{ path: "Prefer", code: "header", message }] });
}
