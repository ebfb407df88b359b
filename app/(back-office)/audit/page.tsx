import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { AuditList } from "@/components/audit/audit-list";
import { auditParams } from "@/components/audit/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Audit" };

const load = createLoader(auditParams);

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await load(searchParams);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
  await getQueryClient().prefetchInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(given, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <Hydrate>
      <AuditList />
    </Hydrate>
  );
}
