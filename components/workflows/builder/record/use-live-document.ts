import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** What runs live now, to be compared with; nothing before anything is published. */
export function useLiveDocument(workflowId: string): WorkflowDocument | undefined {
  const trpc = useTRPC();
  const live = useQuery(
    trpc.workflows.version.queryOptions({ workflowId }, { retry: false, staleTime: 60_000 }),
  );
  return live.data?.document;
}
