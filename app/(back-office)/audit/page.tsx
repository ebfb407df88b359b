import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { AuditList } from "@/components/audit/audit-list";
import { auditParams } from "@/components/audit/search-params";
import { given } from "@/components/ui/given";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Audit" };

const load = createLoader(auditParams);

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = given(await load(searchParams));
  await getQueryClient().prefetchInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <Hydrate>
      <AuditList />
    </Hydrate>
  );
}
