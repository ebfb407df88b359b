import type { Metadata } from "next";
import { DraftPage } from "@/components/workflows/draft-page";

export const metadata: Metadata = { title: "Draft" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  return <DraftPage workflowId={workflowId} />;
}
