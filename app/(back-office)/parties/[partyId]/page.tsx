import type { Metadata } from "next";
import { PartyPage } from "@/components/parties/party-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Party" };

export default async function Page({ params }: { params: Promise<{ partyId: string }> }) {
  const { partyId } = await params;
  await getQueryClient().prefetchQuery(trpc.parties.get.queryOptions({ partyId }));
  return (
    <Hydrate>
      <PartyPage partyId={partyId} />
    </Hydrate>
  );
}
