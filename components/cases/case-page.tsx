"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { CaseDesk } from "./case-desk";
import { CaseSkeleton } from "./case-skeleton";

const REFRESH_MS = 10_000;
const PENDING_MS = 2000;

/** One case, kept fresh; often while a verdict is on its way. */
export function CasePage({ caseId }: { caseId: string }) {
  const trpc = useTRPC();
  const details = useQuery(
    trpc.cases.get.queryOptions(
      { caseId },
      {
        refetchInterval: ({ state }) =>
          state.data?.verdicts.some((verdict) => verdict.state === "pending") ? PENDING_MS : REFRESH_MS,
      },
    ),
  );
  if (details.data) return <CaseDesk view={details.data} />;
  if (!details.error) return <CaseSkeleton />;
  const failure = failureOf(details.error);
  return (
    <FailureState
      message={failure.message}
      reference={failure.reference}
      onRetry={failure.code === "NOT_FOUND" ? undefined : () => void details.refetch()}
      isRetrying={details.isFetching}
    />
  );
}
