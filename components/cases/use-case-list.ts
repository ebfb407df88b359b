import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { given } from "@/components/ui/given";
import { useKeys } from "@/components/ui/keys";
import { tell, tellFailure } from "@/components/ui/tell";
import { caseParams, caseSearch } from "./search-params";

const REFRESH_MS = 10_000;

/** The list a case was opened from, and the ways through it by key: the address carries its filters. */
export function useCaseList(caseId: string, canClaim: boolean) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [filters] = useQueryStates(caseParams);
  const list = useInfiniteQuery(
    trpc.cases.list.infiniteQueryOptions(given(filters), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const hrefOf = (id: string) => `/cases/${id}${caseSearch(filters)}`;
  const at = rows.findIndex((row) => row.id === caseId);
  const following = rows[at + 1]?.id;
  const previous = at > 0 ? rows[at - 1]?.id : undefined;
  useEffect(() => {
    // The next case paints at once: its evidence is here before it is asked for.
    if (following) void client.prefetchQuery(trpc.cases.get.queryOptions({ caseId: following }));
  }, [client, trpc, following]);

  const next = useMutation(
    trpc.cases.next.mutationOptions({
      onSuccess: (found) => {
        if (found) router.push(hrefOf(found.caseId));
        else tell("There is no other case that waits for somebody.");
        void client.invalidateQueries(trpc.cases.pathFilter());
      },
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const takeNext = () => next.mutate({ after: caseId, ...(filters.queue ? { queue: filters.queue } : {}) });
  useKeys("In the case", [
    ...(following
      ? [{ keys: "j", label: "Next case of the list", run: () => router.push(hrefOf(following)) }]
      : []),
    ...(previous
      ? [{ keys: "k", label: "Previous case of the list", run: () => router.push(hrefOf(previous)) }]
      : []),
    ...(canClaim ? [{ keys: "n", label: "Take the next case", inPalette: true, run: takeNext }] : []),
    { keys: "u", label: "Back to the list", run: () => router.push(`/cases${caseSearch(filters)}`) },
  ]);
  return { rows, total: list.data?.pages[0]?.total, hrefOf, takeNext };
}
