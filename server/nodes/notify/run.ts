import { and, eq } from "drizzle-orm";
import { applications, runs } from "@/db/schema";
import { inTransaction } from "@/server/context";
import type { RunState } from "@/server/engine/state";
import { queueMessage } from "@/server/messages/queue";
import { applicantAddress } from "@/server/messages/recipient";
import { openVault } from "@/server/parties/vault";
import type { EffectResult, Runner } from "../runner";

/** Writes the mail; a job of its own delivers it. The command's key makes a repetition the same mail. */
export const runNotify: Runner = {
  limitMs: () => 10_000,
  mayRepeat: async () => true,
  run: (ctx, request) =>
    inTransaction(ctx, async (tx, ctx): Promise<EffectResult> => {
      const { runId, document, input } = request;
      const [run] = await tx
        .select({ state: runs.state, partyId: runs.partyId, applicationId: applications.id })
        .from(runs)
        .leftJoin(
          applications,
          and(eq(applications.workspaceId, runs.workspaceId), eq(applications.runId, runs.id)),
        )
        .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
      if (!run) throw new Error("the run of a planned mail is gone");
      const vault = await openVault(tx, ctx, run.partyId);
      const { data } = vault.open<RunState>(`runs.state:${runId}`, run.state);
      const to = applicantAddress(document, data.forms);
      if (!to) return { error: { kind: "input_missing", message: "The applicant gave no e-mail address." } };
      await queueMessage(ctx, {
        vault,
        applicationId: run.applicationId,
        causeKey: request.key,
        template: "notify",
        to,
        subject: String(input["subject"] ?? ""),
        text: String(input["text"] ?? ""),
      });
      return { output: {} };
    }),
};
