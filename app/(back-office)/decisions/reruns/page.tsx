import type { Metadata } from "next";
import { RerunsPage } from "@/components/decisions/why/reruns-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Re-runs" };

export default async function Page() {
  await getQueryClient().prefetchQuery(trpc.decisions.reruns.queryOptions());
  return (
    <Hydrate>
      <RerunsPage />
    </Hydrate>
  );
}
