import type { Metadata } from "next";
import { ApiKeysSettings } from "@/components/workspaces/api-keys-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.apiKeys.list.queryOptions());
  return (
    <Hydrate>
      <ApiKeysSettings />
    </Hydrate>
  );
}
