import type { Metadata } from "next";
import { LabelList } from "@/components/labels/label-list";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Labels" };

export default async function Page() {
  await getQueryClient().prefetchInfiniteQuery(
    trpc.labels.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <Hydrate>
      <LabelList />
    </Hydrate>
  );
}
