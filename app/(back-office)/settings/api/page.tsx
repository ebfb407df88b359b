import type { Metadata } from "next";
import { ApiReference } from "@/components/workspaces/api-reference";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  await getQueryClient().prefetchQuery(trpc.apiKeys.reference.queryOptions());
  return (
    <Hydrate>
      <ApiReference />
    </Hydrate>
  );
}
