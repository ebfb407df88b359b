import type { Metadata } from "next";
import { BuilderPage } from "@/components/workflows/builder/builder-page";

export const metadata: Metadata = { title: "Edit workflow" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  return <BuilderPage workflowId={workflowId} />;
}
