import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "@/components/trpc/client";
import { type Failure, failureOf } from "@/components/trpc/failure";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { isSameState } from "@/server/runs/policy";
import type { JournalEntry, RunView } from "@/server/runs/schema";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { openReplay, type Replay } from "./replay";

export type Journey =
  | { status: "loading"; read: number; of: number | null }
  | { status: "failed"; failure: Failure; retry: () => void }
  | {
      status: "ready";
      events: readonly JournalEntry[];
      replay: Replay;
      /** Whether playing all of it comes to what is stored; the reason when it cannot be played at all. */
      finding: "matches" | "differs" | { broken: string };
    };

const PAGE = 1_000;

/** The run's journal, read page by page and played by the interpreter of this very browser. */
export function useJourney(run: RunView, document: WorkflowDocument | undefined): Journey {
  const trpc = useTRPC();
  const journal = useInfiniteQuery(
    trpc.runs.journal.infiniteQueryOptions(
      { runId: run.id, limit: PAGE },
      { getNextPageParam: (page) => page.nextCursor, enabled: !run.isErased },
    ),
  );
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = journal;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  // The run went on since: what it heard is read anew.
  const known = data?.pages.at(-1)?.seq;
  const latest = run.lastEvent?.seq;
  useEffect(() => {
    if (known !== undefined && latest !== undefined && latest > known && !isFetching && !isError)
      void refetch();
  }, [known, latest, isFetching, isError, refetch]);

  const whole = data && !hasNextPage ? data.pages : undefined;
  const played = useMemo(() => {
    if (!whole || !document) return undefined;
    const events = whole.flatMap((page) => page.events);
    const heard = events.map(({ event }) => event);
    const stored = whole.at(-1)?.stored;
    if (heard.length === 0 || !stored) return undefined;
    const plan = compilePlan(document, nodeCatalogue);
    const replay = openReplay(plan, heard);
    try {
      const isSame = isSameState(replay.at(heard.length), stored);
      return { events, replay, finding: isSame ? ("matches" as const) : ("differs" as const) };
    } catch (error) {
      return { events, replay, finding: { broken: error instanceof Error ? error.message : "unknown" } };
    }
  }, [whole, document]);

  if (journal.error)
    return { status: "failed", failure: failureOf(journal.error), retry: () => void journal.refetch() };
  if (played) return { status: "ready", ...played };
  const read = data?.pages.reduce((sum, page) => sum + page.events.length, 0) ?? 0;
  return { status: "loading", read, of: data?.pages[0]?.seq ?? null };
}
