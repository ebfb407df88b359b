import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import type { Tone } from "@/components/ui/status-chip";
import type { RunRow } from "@/server/runs/schema";
import { RunsTable } from "./runs-table";

export function WorkflowRuns({
  workflow,
  outcomeOf,
  onOpen,
}: {
  workflow: string;
  outcomeOf: (key: string) => { title: string; tone: Tone };
  onOpen: (run: RunRow) => void;
}) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions({ workflow }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return <RunsTable state={pagedStateOf(query)} outcomeOf={outcomeOf} onOpen={onOpen} />;
}
