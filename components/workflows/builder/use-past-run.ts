import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "@/components/trpc/client";
import { compilePlan, type Plan } from "@/server/engine/plan";
import type { RunEvent } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type PastRun, pastRunOf } from "@/server/workflows/trial/past/policy";

const PAGE = 1_000;

/** Reads a run of this workflow so that it can be played once more: its journal, and the versions it followed. */
export function usePastRun(workflowId: string): (runId: string) => Promise<PastRun | undefined> {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(
    async (runId) => {
      const run = await client.fetchQuery(trpc.runs.get.queryOptions({ runId }));
      const events: RunEvent[] = [];
      for (let cursor: number | undefined; ; ) {
        const page = await client.fetchQuery(
          trpc.runs.journal.queryOptions({ runId, limit: PAGE, ...(cursor !== undefined && { cursor }) }),
        );
        events.push(...page.events.filter(({ ignored }) => ignored === null).map(({ event }) => event));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      const moves = events.flatMap((event) => (event.type === "migrated" ? [event] : []));
      const first = moves[0]?.fromVersion ?? run.workflow.version;
      const plans = new Map<number, Plan>();
      for (const version of new Set([first, ...moves.map(({ toVersion }) => toVersion)])) {
        const { document } = await client.fetchQuery(
          trpc.workflows.version.queryOptions({ workflowId, version }),
        );
        plans.set(version, compilePlan(document, nodeCatalogue));
      }
      const planOf = (version: number) => {
        const plan = plans.get(version);
        if (!plan) throw new Error(`Version ${version} is not at hand.`);
        return plan;
      };
      return pastRunOf(runId, events, planOf(first), planOf);
    },
    [client, trpc, workflowId],
  );
}
