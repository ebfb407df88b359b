"use client";

import { Alert, Anchor, Button, Progress, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconTestPipe } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useDeferredValue, useMemo } from "react";
import { Canvas } from "@/components/canvas/canvas";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { shortId } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import { canvasGraph } from "@/components/workflows/canvas-graph";
import { ChosenElement, elementFor } from "@/components/workflows/chosen-element";
import { isOfStep } from "@/components/workflows/run-lights";
import { stepSentence } from "@/components/workflows/step-sentence";
import { useCan } from "@/components/workspaces/member";
import { linesOf } from "@/server/runs/lines/policy";
import { pathOf } from "@/server/runs/policy";
import type { RunChild, RunStep, RunView } from "@/server/runs/schema";
import { CancelRun } from "./cancel-run";
import { ChangePanel } from "./change-panel";
import { eventKind, eventSentence, type StepName } from "./event-words";
import { RunDecision } from "./run-decision";
import { RunFamily } from "./run-family";
import { RunIncidents } from "./run-incidents";
import css from "./run-page.module.css";
import { RunStatusChip } from "./run-status";
import { RunTabs } from "./run-tabs";
import { runPageParams } from "./search-params";
import { lineName } from "./step-tree";
import { TravelBar } from "./travel-bar";
import { type Journey, useJourney } from "./use-journey";

const isShownChild = (child: RunChild, path: readonly RunStep[]) =>
  path.some((step) => isOfStep(child, step));

const REFRESH_MS = 5_000;

/** One run: where it stands, what it did at every moment, and what a person can do about it. */
export function RunPage({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const run = useQuery(
    trpc.runs.get.queryOptions(
      { runId },
      { refetchInterval: (query) => (query.state.data?.finishedAt ? false : REFRESH_MS) },
    ),
  );
  if (run.error && !run.data) {
    const { message, reference, code } = failureOf(run.error);
    return (
      <PageFrame title="Run">
        <FailureState
          message={message}
          reference={reference}
          onRetry={code === "NOT_FOUND" ? undefined : () => void run.refetch()}
        />
      </PageFrame>
    );
  }
  if (!run.data)
    return (
      <PageFrame title="Run">
        <Skeleton height={420} aria-busy />
      </PageFrame>
    );
  return <Shown run={run.data} />;
}

function Shown({ run }: { run: RunView }) {
  const mayEdit = useCan("workflows.edit");
  const trpc = useTRPC();
  const router = useRouter();
  const [search, setSearch] = useQueryStates(runPageParams, { history: "replace" });
  const version = useQuery(
    trpc.workflows.version.queryOptions({ workflowId: run.workflow.id, version: run.workflow.version }),
  );
  const record = useQuery(
    trpc.runs.record.queryOptions(
      { runId: run.id },
      { refetchInterval: run.finishedAt ? false : REFRESH_MS },
    ),
  );
  const journey = useJourney(run);
  const isReady = journey.status === "ready" && typeof journey.finding === "string";
  const length = isReady ? journey.events.length : 0;
  const isTravelling = isReady && search.at !== null;
  const at = isReady ? Math.min(Math.max(1, search.at ?? length), length) : 0;
  // The slider never waits for the drawing.
  const shown = useDeferredValue(at);
  const moment = useMemo(() => {
    if (!isReady || shown === 0 || shown > length) return undefined;
    const { replay, documentAt, events } = journey;
    const entry = events[shown - 1];
    return (
      entry && {
        entry,
        after: replay.at(shown),
        before: shown > 1 ? replay.at(shown - 1) : undefined,
        document: documentAt(shown),
      }
    );
  }, [journey, isReady, shown, length]);

  const document = isTravelling && moment ? moment.document : version.data?.document;
  const path = useMemo(
    () => (isTravelling && moment ? pathOf(moment.document, moment.after) : run.path),
    [isTravelling, moment, run.path],
  );
  const lines = useMemo(
    () => (isTravelling && moment ? linesOf(moment.document, moment.after) : run.lines),
    [isTravelling, moment, run.lines],
  );
  const element = elementFor(lines, search.body, search.element);
  const { children } = run;
  const graph = useMemo(
    () => (document ? canvasGraph(document, { path, lines, element, children }) : undefined),
    [document, path, lines, element, children],
  );
  const onMove = useCallback((seq: number | null) => void setSearch({ at: seq }), [setSearch]);
  const stops = useMemo(
    () =>
      isReady
        ? (journey.index?.notable ?? []).flatMap((seq) => {
            const entry = journey.events[seq - 1];
            return entry
              ? [{ seq, title: entry.ignored ? `${eventKind(entry.type)}, ignored` : eventKind(entry.type) }]
              : [];
          })
        : [],
    [journey, isReady],
  );
  if (version.error)
    return (
      <PageFrame title={run.party.name}>
        <FailureState message={failureOf(version.error).message} onRetry={() => void version.refetch()} />
      </PageFrame>
    );
  if (!document || !graph)
    return (
      <PageFrame title={run.party.name}>
        <Skeleton height={420} aria-busy />
      </PageFrame>
    );

  const nameOf: StepName = (node, frame) => {
    const line = lineName(lines, frame);
    return `${document.nodes[node]?.title ?? node}${line && `, ${line}`}`;
  };
  const openBehind = (node: string | null) => {
    const child = children.findLast((one) => one.node === node && isShownChild(one, path));
    if (child) router.push(`/runs/${child.id}`);
    else void setSearch({ body: node, node: null, ...(element !== null && { element }) });
  };
  const outletTitle = (node: string) => (outlet: string) =>
    graph.nodes.find(({ id }) => id === node)?.outlets.find(({ key }) => key === outlet)?.title ?? outlet;
  return (
    <PageFrame
      title={<bdi>{run.party.name}</bdi>}
      crumbs={[
        ...run.ancestors.map(({ id, title }, depth) => ({
          title: depth === 0 ? `${run.party.name}, ${title}` : title,
          href: `/runs/${id}`,
        })),
        { title: run.ancestors.length > 0 ? run.workflow.title : run.party.name },
      ]}
      note={
        <>
          {run.workflow.title}, version {run.workflow.version}
        </>
      }
      actions={
        <>
          {mayEdit && run.mode !== "shadow" && (
            <Button
              component={Link}
              variant="default"
              href={`/workflows/${run.workflow.id}/edit?testFrom=${run.id}`}
              leftSection={<IconTestPipe size={16} aria-hidden />}
            >
              Make a test case
            </Button>
          )}
          {run.finishedAt === null && <CancelRun runId={run.id} />}
        </>
      }
    >
      <Facts run={run} />
      <ReplayMark journey={journey} isErased={run.isErased} />
      <div className={css.stage}>
        <div className={css.drawing}>
          <Canvas
            graph={graph}
            selected={search.node}
            onSelect={(node) => void setSearch({ node })}
            open={search.body}
            onOpen={openBehind}
            tools={
              search.body !== null && (
                <ChosenElement
                  lines={lines}
                  body={search.body}
                  element={element}
                  onElement={(next) => void setSearch({ element: next })}
                />
              )
            }
            label={`${run.workflow.title}, version ${run.workflow.version}`}
          />
        </div>
        <div className={css.side}>
          {isTravelling && moment ? (
            <ChangePanel {...moment} nameOf={nameOf} />
          ) : (
            <>
              <RunIncidents run={run} nameOf={nameOf} />
              <RunDecision run={run} />
              <RunFamily run={run} nameOf={nameOf} />
              {run.incidents.length === 0 && !run.decision && run.why.length === 0 && <Standing run={run} />}
            </>
          )}
        </div>
      </div>
      {isReady && moment && (
        <TravelBar
          length={length}
          at={at}
          isTravelling={isTravelling}
          sentence={eventSentence(moment.entry.event, moment.entry.by, nameOf)}
          when={moment.entry.event.at}
          stops={stops}
          onMove={onMove}
        />
      )}
      <RunTabs
        tab={search.tab}
        onTab={(tab) => void setSearch({ tab })}
        path={path}
        lines={lines}
        childRuns={children}
        nameOf={nameOf}
        visits={isReady ? journey.index?.visits : undefined}
        record={record.data}
        events={journey.status === "ready" ? journey.events : []}
        state={moment?.after}
        at={at}
        sentenceOf={(step) => stepSentence(step, document, outletTitle(step.node))}
        outletOf={(step) => (step.outlet ? outletTitle(step.node)(step.outlet) : null)}
        onMove={onMove}
      />
      {record.error && (
        <Alert variant="default" icon={<IconAlertTriangle size={16} aria-hidden />} mt="md">
          Attempts, waits and timers could not be read: {failureOf(record.error).message}
        </Alert>
      )}
    </PageFrame>
  );
}

function Facts({ run }: { run: RunView }) {
  const parent = run.ancestors.at(-1);
  return (
    <div className={css.factsBar}>
      <RunStatusChip status={run.status} />
      {run.outcome && <OutcomeChip outcome={run.outcome} />}
      {run.mode !== "live" && (
        <StatusChip tone="neutral">{run.mode === "shadow" ? "Silent run" : "Challenger"}</StatusChip>
      )}
      {parent && (
        <span>
          Part of{" "}
          <Anchor component={Link} href={`/runs/${parent.id}`}>
            {parent.title}
          </Anchor>
        </span>
      )}
      <span>
        Began <DateTimeText at={run.startedAt} />
      </span>
      {run.finishedAt && (
        <span>
          Ended <DateTimeText at={run.finishedAt} />
        </span>
      )}
      {run.reference && <span>Reference {run.reference}</span>}
      <Anchor component={Link} href={`/parties/${run.party.id}`}>
        {run.applicationId ? "Party and application" : "Party"}
      </Anchor>
      {run.caseId && (
        <Anchor component={Link} href={`/cases/${run.caseId}`}>
          Case
        </Anchor>
      )}
      <Anchor component={Link} href={`/workflows/${run.workflow.id}?version=${run.workflow.version}`}>
        Workflow
      </Anchor>
      {run.reopens && (
        <Anchor component={Link} href={`/runs/${run.reopens}`}>
          Re-opens {shortId(run.reopens)}
        </Anchor>
      )}
      {run.reopenedBy.map((id) => (
        <Anchor key={id} component={Link} href={`/runs/${id}`}>
          Re-opened by {shortId(id)}
        </Anchor>
      ))}
    </div>
  );
}

function Standing({ run }: { run: RunView }) {
  return (
    <p className={css.nothing}>
      {run.standsAt.length > 0
        ? `It stands at ${run.standsAt.map(({ title }) => title).join(", ")}.`
        : "It has ended without a decision."}
    </p>
  );
}

/** Whether what the journal leads to is what is stored. A difference is never quiet. */
function ReplayMark({ journey, isErased }: { journey: Journey; isErased: boolean }) {
  if (isErased)
    return (
      <p className={css.nothing}>
        This party's data was erased. That the run was here stays; what it knew is gone.
      </p>
    );
  if (journey.status === "failed")
    return (
      <Alert color="red" title="The journal could not be read" mb="sm">
        {journey.failure.message}{" "}
        <Anchor component="button" type="button" onClick={journey.retry}>
          Try again
        </Anchor>
      </Alert>
    );
  if (journey.status === "loading")
    return journey.of !== null && journey.of > 1_000 ? (
      <div className={css.reading}>
        <span className={css.quiet}>
          Reading the journal: {journey.read} of {journey.of} events
        </span>
        <Progress value={(100 * journey.read) / journey.of} aria-label="Reading the journal" />
      </div>
    ) : null;
  if (journey.finding === "matches")
    return (
      <p className={css.matches}>
        <IconCircleCheck size={14} aria-hidden /> Replay matches
      </p>
    );
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title="The journal does not lead to what is stored"
      mb="sm"
      role="alert"
    >
      {journey.finding === "differs"
        ? "Playing every event of this run gives another state than the one kept. Ask an admin to run “npm run audit:verify”, and trust neither until it is explained."
        : `The journal of this run cannot be played: ${journey.finding.broken}`}
    </Alert>
  );
}
