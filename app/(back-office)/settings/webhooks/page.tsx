import type { Metadata } from "next";
import { WebhooksSettings } from "@/components/webhooks/webhooks-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  await getQueryClient().prefetchQuery(trpc.webhooks.list.queryOptions());
  return (
    <Hydrate>
      <WebhooksSettings />
    </Hydrate>
  );
}
