import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ShadowPage } from "@/components/workflows/shadow-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Shadow" };

export default async function Page({ params }: { params: Promise<{ workflowId: string; version: string }> }) {
  const { workflowId, version } = await params;
  const number = Number(version);
  if (!Number.isInteger(number) || number < 1) notFound();
  await getQueryClient().prefetchQuery(
    trpc.workflows.comparison.queryOptions({ workflowId, version: number, days: 30 }),
  );
  return (
    <Hydrate>
      <ShadowPage workflowId={workflowId} version={number} />
    </Hydrate>
  );
}
