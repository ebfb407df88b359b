import { forgetTries } from "@/server/auth/throttle";
import { findStrandedBacktests } from "@/server/backtests/find-stranded";
import { findStrandedBatches } from "@/server/batches/find-stranded";
import { findStrandedVerdicts } from "@/server/cases/find-stranded";
import { database } from "@/server/platform/database";
import { log } from "@/server/platform/log";
import { findStranded } from "@/server/runs/find-stranded";
import { findStrandedMigrations } from "@/server/runs/migrate/find-stranded";
import { findWaitingShadows } from "@/server/runs/shadow/find-waiting";
import { sweepDeliveries } from "@/server/webhooks/sweep-deliveries";
import { findDuePlans } from "@/server/workflows/find-due-plans";
import { forgetAnswers } from "@/server/workspaces/forget-answers";
import { sweepFiles } from "./sweep-files";
import { engineContext, type Work, workspaceIds } from "./work";

/** Picks up what a crash left behind, and forgets what need not be kept. */
export const sweep: Work = {
  queue: "sweep",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  cron: "* * * * *",
  async run({ signal }) {
    for (const workspaceId of await workspaceIds()) {
      if (signal.aborted) return;
      const ctx = engineContext(workspaceId);
      const found = await findStranded(ctx);
      const verdicts = await findStrandedVerdicts(ctx);
      const batches = await findStrandedBatches(ctx);
      const backtests = await findStrandedBacktests(ctx);
      if (found.runs + found.timers + found.children + verdicts + batches + backtests > 0)
        log().warn({ workspaceId, ...found, verdicts, batches, backtests }, "picked up what was left behind");
      const { stranded } = await sweepDeliveries(ctx);
      if (stranded > 0) log().warn({ workspaceId, stranded }, "picked up webhooks that were left behind");
      const plans = await findDuePlans(ctx);
      if (plans > 0) log().warn({ workspaceId, plans }, "picked up versions that should be live by now");
      await findWaitingShadows(ctx);
      await findStrandedMigrations(ctx);
      await forgetAnswers(ctx);
    }
    const files = await sweepFiles(new Date());
    if (files.kept + files.deleted > 0) log().warn(files, "settled files that were left in doubt");
    await forgetTries(database(), new Date());
  },
};
