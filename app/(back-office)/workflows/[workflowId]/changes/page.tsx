import type { Metadata } from "next";
import { ChangesPage } from "@/components/workflows/changes-page";
import { Hydrate } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "What changed" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  return (
    <Hydrate>
      <ChangesPage workflowId={workflowId} />
    </Hydrate>
  );
}
