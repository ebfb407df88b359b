import type { Metadata } from "next";
import { WorkflowPage } from "@/components/workflows/workflow-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Workflow" };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ workflowId: string }>;
  searchParams: Promise<{ version?: string; run?: string }>;
}) {
  const { workflowId } = await params;
  const { version, run } = await searchParams;
  // With a run, the version is the run's: the browser asks once it knows which.
  if (run === undefined) {
    const number = Number(version);
    await getQueryClient().prefetchQuery(
      trpc.workflows.version.queryOptions({
        workflowId,
        ...(Number.isInteger(number) && number > 0 ? { version: number } : {}),
      }),
    );
  }
  return (
    <Hydrate>
      <WorkflowPage workflowId={workflowId} />
    </Hydrate>
  );
}
