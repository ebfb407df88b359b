import type { Metadata } from "next";
import { WorkspaceSettings } from "@/components/workspaces/workspace-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Workspace" };

export default async function WorkspacePage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.workspaces.get.queryOptions());
  return (
    <Hydrate>
      <WorkspaceSettings />
    </Hydrate>
  );
}
