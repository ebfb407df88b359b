import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { Mailbox } from "@/components/messages/mailbox";
import { mailboxParams } from "@/components/messages/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Mailbox" };

const load = createLoader(mailboxParams);

export default async function MailboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { status } = await load(searchParams);
  await getQueryClient().prefetchInfiniteQuery(
    trpc.messages.list.infiniteQueryOptions(status ? { status } : {}, {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  return (
    <Hydrate>
      <Mailbox />
    </Hydrate>
  );
}
