import type { Metadata } from "next";
import { WhyPage } from "@/components/decisions/why/why-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Why this decision" };

export default async function Page({ params }: { params: Promise<{ decisionId: string }> }) {
  const { decisionId } = await params;
  await getQueryClient().prefetchQuery(trpc.decisions.why.queryOptions({ decisionId }));
  return (
    <Hydrate>
      <WhyPage key={decisionId} decisionId={decisionId} />
    </Hydrate>
  );
}
