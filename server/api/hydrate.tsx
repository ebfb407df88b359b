import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { makeQueryClient } from "@/components/trpc/query-client";
import { APPLICATION_HEADER } from "@/server/auth/applicant";
import { type CurrentMember, currentMember } from "@/server/auth/session";
import { openDoor } from "./context";
import { appRouter, createCaller } from "./root";

/** The query client of this render. */
export const getQueryClient: () => QueryClient = cache(makeQueryClient);

const door = cache(async () => openDoor(new Headers(await headers())));

/** Query options for prefetching in pages: `await getQueryClient().prefetchQuery(trpc.cases.list.queryOptions(…))`. */
export const trpc = createTRPCOptionsProxy({ ctx: door, router: appRouter, queryClient: getQueryClient });

/** Calls a procedure from a page, through the same gates as over HTTP. */
export const caller = async () => createCaller(await door());

/** The application an applicant's page shows, or nothing when this browser's link does not reach it. */
export const applicantView = cache(async (applicationId: string) => {
  const named = new Headers(await headers());
  named.set(APPLICATION_HEADER, applicationId);
  try {
    return await createCaller(openDoor(named)).collection.view();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return undefined;
    throw error;
  }
});

/** The member this render is for, or nothing. */
export const pageMember: () => Promise<CurrentMember | undefined> = cache(async () =>
  currentMember(new Headers(await headers())),
);

/** Hands what the page prefetched to the browser's query cache. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
