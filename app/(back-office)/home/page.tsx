import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { Home } from "@/components/decisions/home";
import { overviewParams } from "@/components/decisions/search-params";
import { getQueryClient, Hydrate, pageMember, trpc } from "@/server/api/hydrate";
import { can } from "@/server/workspaces/policy";

export const metadata: Metadata = { title: "Home" };

const load = createLoader(overviewParams);

export default async function HomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { days } = await load(searchParams);
  const member = await pageMember();
  if (member && can(member.ctx.actor, "decisions.view"))
    await getQueryClient().prefetchQuery(trpc.decisions.overview.queryOptions({ days }));
  return (
    <Hydrate>
      <Home />
    </Hydrate>
  );
}
