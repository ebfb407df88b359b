import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { type Failure, failureOf } from "@/components/trpc/failure";
import { compilePlan, type Plan } from "@/server/engine/plan";
import type { RunState } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { isSameState } from "@/server/runs/policy";
import type { JournalEntry, RunView } from "@/server/runs/schema";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { indexOf, type JournalIndex, openReplay, type Plans, type Replay } from "./replay";

export type Journey =
  | { status: "loading"; read: number; of: number | null }
  | { status: "failed"; failure: Failure; retry: () => void }
  | {
      status: "ready";
      events: readonly JournalEntry[];
      replay: Replay;
      /** Undefined while it is looked through, and for journals too long for that. */
      index: JournalIndex | undefined;
      /** The version the run followed at that event. */
      documentAt: (seq: number) => WorkflowDocument;
      /** Whether playing all of it comes to what is stored; the reason when it cannot be played at all. */
      finding: "matches" | "differs" | { broken: string };
    };

const PAGE = 1_000;

/** The run's journal, read page by page and played by the interpreter of this very browser. */
export function useJourney(run: RunView): Journey {
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
  const events = useMemo(() => whole?.flatMap((page) => page.events), [whole]);
  const versions = useMemo(() => (events ? versionsOf(events, run.workflow.version) : []), [events, run]);
  const documents = useQueries({
    queries: versions.map((version) =>
      trpc.workflows.version.queryOptions({ workflowId: run.workflow.id, version }),
    ),
    combine: (results) => ({
      data: results.every((one) => one.data) ? results.map((one) => one.data!.document) : undefined,
      error: results.find((one) => one.error)?.error ?? null,
    }),
  });
  const played = useMemo(() => {
    const stored = whole?.at(-1)?.stored;
    if (!events?.length || !stored || !documents.data) return undefined;
    return play(events, stored, new Map(versions.map((version, n) => [version, documents.data![n]!])));
  }, [whole, events, versions, documents.data]);

  const index = useIndex(played);
  const error = journal.error ?? documents.error;
  if (error) return { status: "failed", failure: failureOf(error), retry: () => void journal.refetch() };
  if (played) {
    const { plans: _, ...ready } = played;
    return { status: "ready", ...ready, index };
  }
  const read = data?.pages.reduce((sum, page) => sum + page.events.length, 0) ?? 0;
  return { status: "loading", read, of: data?.pages[0]?.seq ?? null };
}

/** The version it began with, and those it was moved to; what was asked for and refused is among them. */
function versionsOf(events: readonly JournalEntry[], now: number): number[] {
  const moves = events.flatMap(({ event }) => (event.type === "migrated" ? [event] : []));
  return [...new Set([...moves.flatMap(({ fromVersion, toVersion }) => [fromVersion, toVersion]), now])];
}

function play(
  events: readonly JournalEntry[],
  stored: RunState,
  documents: ReadonlyMap<number, WorkflowDocument>,
) {
  const [first = 0] = documents.keys();
  const moves = events.flatMap(({ seq, ignored, event }) =>
    event.type === "migrated" && ignored === null ? [{ seq, version: event.toVersion }] : [],
  );
  const versionAt = (seq: number) => moves.findLast((move) => move.seq <= seq)?.version ?? first;
  const compiled = new Map<number, Plan>();
  const planOf = (version: number): Plan => {
    const document = documents.get(version);
    if (!document) throw new Error(`Version ${version} is not at hand.`);
    const plan = compiled.get(version) ?? compilePlan(document, nodeCatalogue);
    compiled.set(version, plan);
    return plan;
  };
  const plans: Plans = { at: (seq) => planOf(versionAt(seq)), of: planOf };
  const replay = openReplay(
    plans,
    events.map(({ event }) => event),
  );
  const base = { events, plans, replay, documentAt: (seq: number) => documents.get(versionAt(seq))! };
  try {
    const isSame = isSameState(replay.at(events.length), stored);
    return { ...base, finding: isSame ? ("matches" as const) : ("differs" as const) };
  } catch (error) {
    return { ...base, finding: { broken: error instanceof Error ? error.message : "unknown" } };
  }
}

const SLICE_MS = 8;

/** Looks through the journal between frames, so that nobody waits for it. */
function useIndex(
  played: { plans: Plans; events: readonly JournalEntry[] } | undefined,
): JournalIndex | undefined {
  const [found, setFound] = useState<{ of: unknown; index: JournalIndex | undefined }>();
  useEffect(() => {
    if (!played) return;
    const work = indexOf(
      played.plans,
      played.events.map(({ event }) => event),
    );
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      const begun = performance.now();
      try {
        let next = work.next();
        while (!next.done && performance.now() - begun < SLICE_MS) next = work.next();
        if (next.done) setFound({ of: played, index: next.value });
        else timer = setTimeout(slice);
      } catch {
        // A journal that cannot be played is told as a finding; there is nothing to look through.
        setFound({ of: played, index: undefined });
      }
    };
    slice();
    return () => clearTimeout(timer);
  }, [played]);
  return found?.of === played ? found?.index : undefined;
}
