"use client";

import { Button } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { RunInspector } from "@/components/runs/run-inspector";
import { lineName } from "@/components/runs/step-tree";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { useCan } from "@/components/workspaces/member";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { policyAppendix } from "@/server/workflows/appendix/policy";
import { outcomeSentence, policySentences } from "@/server/workflows/policy";
import { canvasGraph, toneOfKind } from "./canvas-graph";
import { ChosenElement, elementFor } from "./chosen-element";
import { countedGraph } from "./counted-graph";
import { runsHref } from "./runs-href";
import { stepSentence } from "./step-sentence";
import { useNodeCounts } from "./use-node-counts";
import { WorkflowRuns } from "./workflow-runs";
import { workflowSearch } from "./workflow-search";
import { WorkflowSkeleton } from "./workflow-skeleton";
import { WorkflowView } from "./workflow-view";

/** A published version: drawn, told, and lit up by one of its runs. */
export function WorkflowPage({ workflowId }: { workflowId: string }) {
  const mayEdit = useCan("workflows.edit");
  const mayCount = useCan("runs.view");
  const trpc = useTRPC();
  const router = useRouter();
  const [search, setSearch] = useQueryStates(workflowSearch, { history: "push" });
  const run = useQuery(
    trpc.runs.get.queryOptions({ runId: search.run ?? "" }, { enabled: search.run !== null }),
  );
  // A run is shown on the version it is pinned to, whatever else the address asks for.
  const wanted = search.run === null ? search.version : (run.data?.workflow.version ?? search.version);
  const version = useQuery(
    trpc.workflows.version.queryOptions(
      { workflowId, ...(wanted === null ? {} : { version: wanted }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const document = version.data?.document;
  const workflow = version.data?.workflow.key ?? "";
  const counting = { period: search.counts, mode: search.mode, version: version.data?.version ?? 0 };
  const counts = useNodeCounts(workflowId, search.run === null && search.view === "canvas" ? counting : null);
  const shown = search.run !== null ? run.data : undefined;
  const path = shown?.path ?? null;
  const element = shown ? elementFor(shown.lines, search.body, search.element) : null;
  const drawing = useMemo(
    () => document && canvasGraph(document, shown ? { ...shown, element } : null),
    [document, shown, element],
  );
  const { isOn, data: counted } = counts;
  const { counts: period, mode } = search;
  const number = version.data?.version;
  const graph = useMemo(
    () =>
      isOn && drawing && document && period && number
        ? countedGraph(drawing, document, counted, (place) =>
            runsHref({ workflow, version: number, period, mode }, place),
          )
        : drawing,
    [isOn, drawing, document, counted, workflow, number, period, mode],
  );
  const policy = useMemo(
    () =>
      document && {
        outcomes: outcomeSentence(document),
        steps: policySentences(document, nodeCatalogue),
        appendix: policyAppendix(document, nodeCatalogue),
      },
    [document],
  );
  const failed = version.error ?? (search.run === null ? null : run.error);
  if (failed) {
    const failure = failureOf(failed);
    if (version.error && failure.code === "CONFLICT")
      return (
        <EmptyState
          title="Nothing is published yet"
          icon={IconSitemap}
          action={
            <Button component={Link} href={`/workflows/${workflowId}/edit`}>
              Open the draft
            </Button>
          }
        >
          {failure.message}
        </EmptyState>
      );
    const retry = () => void (version.error ? version.refetch() : run.refetch());
    return <FailureState message={failure.message} reference={failure.reference} onRetry={retry} />;
  }
  if (!version.data || !graph || !policy) return <WorkflowSkeleton />;

  const outcomeOf = (key: string) => {
    const outcome = version.data.document.outcomes.find((one) => one.key === key);
    return { title: outcome?.title ?? key, tone: toneOfKind(outcome?.kind) };
  };
  /** Wherever a step is chosen, the drawing it stands in is the one that is shown. */
  const choose = (node: string | null) =>
    void setSearch(
      node === null ? { node } : { node, body: graph.nodes.find(({ id }) => id === node)?.inside ?? null },
    );
  const open = (node: string | null) => {
    const child = shown?.children.findLast((one) => one.node === node);
    if (child) router.push(`/runs/${child.id}`);
    else void setSearch({ body: node, node: null, ...(element !== null && { element }) });
  };
  return (
    <WorkflowView
      mayEdit={mayEdit}
      version={version.data}
      graph={graph}
      policy={policy}
      search={search}
      onSearch={(change) => void setSearch(change)}
      onChoose={choose}
      onOpen={open}
      tools={
        shown &&
        search.body !== null && (
          <ChosenElement
            lines={shown.lines}
            body={search.body}
            element={element}
            onElement={(next) => void setSearch({ element: next })}
          />
        )
      }
      counts={
        mayCount
          ? {
              counts: counted,
              failure: counts.error ? failureOf(counts.error).message : undefined,
              onRetry: () => void counts.refetch(),
              hrefOf: (view) =>
                runsHref({ workflow, version: version.data.version, period: period ?? "7d", mode }, { view }),
            }
          : undefined
      }
      visitsOf={(node) => path?.filter((step) => step.node === node) ?? null}
      lineOf={(step) => lineName(shown?.lines ?? [], step.frame)}
      runPanel={
        shown ? (
          <RunInspector
            run={shown}
            nameOf={(node, frame) => {
              const line = lineName(shown.lines, frame);
              return `${version.data.document.nodes[node]?.title ?? node}${line && `, ${line}`}`;
            }}
            sentenceOf={(step) =>
              stepSentence(
                step,
                version.data.document,
                (outlet) =>
                  graph.nodes.find((node) => node.id === step.node)?.outlets.find((one) => one.key === outlet)
                    ?.title ?? outlet,
              )
            }
            outcome={shown.outcome === null ? null : outcomeOf(shown.outcome.key)}
            selected={search.node}
            onSelect={choose}
            onLeave={() => void setSearch({ run: null, node: null, element: null })}
          />
        ) : null
      }
      runs={
        <WorkflowRuns
          workflow={version.data.workflow.key}
          outcomeOf={outcomeOf}
          onOpen={(opened) => void setSearch({ run: opened.id, node: null, view: "canvas", drawer: null })}
        />
      }
    />
  );
}
