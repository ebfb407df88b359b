import type { Metadata } from "next";
import { SessionsSettings } from "@/components/workspaces/sessions-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.sessions.list.queryOptions());
  return (
    <Hydrate>
      <SessionsSettings />
    </Hydrate>
  );
}
