import { and, eq } from "drizzle-orm";
import { applications, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { dataOf } from "@/server/engine/frames";
import { frameOfKey } from "@/server/engine/keys";
import type { Json, JsonObject } from "@/server/engine/state";
import { queueMessage } from "@/server/messages/queue";
import { applicantAddress } from "@/server/messages/recipient";
import { openVault } from "@/server/parties/vault";
import { callTool } from "@/server/plugins/call-tool";
import { openState } from "@/server/runs/stored-state";
import { toolResult, withoutAttempt } from "../performing";
import type { EffectRequest, EffectResult, Runner } from "../runner";

const LIMIT_MS = 10_000;

/** Mail is written here and delivered by a job of its own; Slack and webhooks are told at once. */
export const runNotify: Runner = {
  limitMs: () => LIMIT_MS,
  // Whoever receives a message twice knows it by its id; one that never came is the greater harm.
  mayRepeat: async () => true,
  async run(ctx, request, signal) {
    const { to } = request.input;
    if (to === "slack" || to === "webhook") return tell(ctx, request, signal);
    return writeMail(ctx, request);
  },
};

const textIn = (input: JsonObject, field: string) => String(input[field] ?? "");

async function tell(ctx: Context, request: EffectRequest, signal: AbortSignal): Promise<EffectResult> {
  const { input, attempt } = request;
  const conduct = {
    connection: textIn(input, "connection"),
    idempotencyKey: withoutAttempt(request),
    ...{ attempt, timeoutMs: LIMIT_MS, mayRepeat: true, signal },
  };
  if (input["to"] === "slack") {
    const action = { text: textIn(input, "text") };
    return toolResult(await callTool(ctx, { ...conduct, use: "slack", action }), () => ({}));
  }
  const body: Json = {
    run: request.runId,
    party: request.partyId,
    ...(input["text"] !== undefined && { text: input["text"] }),
    ...(input["data"] as JsonObject | undefined),
  };
  const action = { event: "workflow.notified", body };
  return toolResult(await callTool(ctx, { ...conduct, use: "webhook", action }), () => ({}));
}

/** The command's key makes a repetition the same mail. */
function writeMail(ctx: Context, request: EffectRequest): Promise<EffectResult> {
  return inTransaction(ctx, async (tx, ctx): Promise<EffectResult> => {
    const { runId, document, input } = request;
    const [run] = await tx
      .select({ row: runs, applicationId: applications.id })
      .from(runs)
      .leftJoin(
        applications,
        and(eq(applications.workspaceId, runs.workspaceId), eq(applications.runId, runs.id)),
      )
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!run) throw new Error("the run of a planned mail is gone");
    const vault = await openVault(tx, ctx, run.row.partyId);
    const to =
      input["to"] === "addresses"
        ? (input["addresses"] as string[]).join(", ")
        : applicantAddress(
            document,
            dataOf(await openState(tx, ctx, vault, run.row), frameOfKey(request.key)).forms,
          );
    if (!to) return { error: { kind: "input_missing", message: "The applicant gave no e-mail address." } };
    await queueMessage(ctx, {
      vault,
      applicationId: run.applicationId,
      causeKey: request.key,
      template: "notify",
      ...(input["connection"] !== undefined && { connection: textIn(input, "connection") }),
      to,
      subject: textIn(input, "subject"),
      text: textIn(input, "text"),
    });
    return { output: {} };
  });
}
