import type { Metadata } from "next";
import { MembersSettings } from "@/components/workspaces/members-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.members.list.queryOptions());
  return (
    <Hydrate>
      <MembersSettings />
    </Hydrate>
  );
}
