import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { useCan } from "@/components/workspaces/member";
import type { RunMode } from "@/db/enums/enums";
import type { CountPeriod } from "@/server/runs/schema";

const REFRESH_MS = 15_000;

/** A version's runs, counted anew while somebody looks; nothing is asked while no period is chosen. */
export function useNodeCounts(
  workflowId: string,
  wanted: { period: CountPeriod | null; mode: RunMode | null; version: number } | null,
) {
  const trpc = useTRPC();
  const isOn = useCan("runs.view") && wanted !== null && wanted.period !== null && wanted.version > 0;
  const { period, mode, version } = wanted ?? { period: null, mode: null, version: 0 };
  const query = useQuery(
    trpc.workflows.nodeCounts.queryOptions(
      { workflowId, version, period: period ?? "7d", ...(mode && { mode }) },
      { enabled: isOn, refetchInterval: REFRESH_MS },
    ),
  );
  const { data, error, refetch } = query;
  return { isOn, data: isOn ? data : undefined, error: isOn ? error : null, refetch };
}
