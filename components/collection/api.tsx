"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { TRPCProvider } from "@/components/trpc/client";
import { makeQueryClient } from "@/components/trpc/query-client";
import type { AppRouter } from "@/server/api/root";

/** Browsers carry at most this much in requests that outlive their page. */
const KEEPALIVE_BYTES = 60_000;

/** The applicant's way to the server: every call names its application, and changes survive the closing of the page. */
export function ApplicantApi({ applicationId, children }: { applicationId: string; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: "/api/trpc",
          transformer: superjson,
          headers: { "x-gatehouse-application": applicationId },
          fetch: (url, options) => {
            const { body } = options ?? {};
            const keepalive = typeof body === "string" && body.length < KEEPALIVE_BYTES;
            return fetch(url as string, { ...(options as RequestInit), keepalive });
          },
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
