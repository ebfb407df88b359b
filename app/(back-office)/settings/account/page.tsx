import type { Metadata } from "next";
import { AccountSettings } from "@/components/workspaces/account-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.members.me.queryOptions());
  await client.prefetchQuery(trpc.sessions.mine.queryOptions());
  return (
    <Hydrate>
      <AccountSettings />
    </Hydrate>
  );
}
