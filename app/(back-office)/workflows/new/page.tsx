import type { Metadata } from "next";
import { NewWorkflow } from "@/components/workflows/beginning/new-workflow";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "New workflow" };

export default async function NewWorkflowPage() {
  await getQueryClient().prefetchQuery(trpc.workflows.templates.queryOptions());
  return (
    <Hydrate>
      <NewWorkflow />
    </Hydrate>
  );
}
