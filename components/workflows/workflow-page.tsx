"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { RunInspector } from "@/components/runs/run-inspector";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { outcomeSentence, policySentences } from "@/server/workflows/policy";
import { canvasGraph, toneOfKind } from "./canvas-graph";
import { stepSentence } from "./step-sentence";
import { WorkflowRuns } from "./workflow-runs";
import { workflowSearch } from "./workflow-search";
import { WorkflowSkeleton } from "./workflow-skeleton";
import { WorkflowView } from "./workflow-view";

/** A published version: drawn, told, and lit up by one of its runs. */
export function WorkflowPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
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
  const path = search.run !== null && run.data ? run.data.path : null;
  const graph = useMemo(() => (document ? canvasGraph(document, path) : undefined), [document, path]);
  const policy = useMemo(
    () =>
      document && { outcomes: outcomeSentence(document), steps: policySentences(document, nodeCatalogue) },
    [document],
  );
  const failed = version.error ?? (search.run === null ? null : run.error);
  if (failed) {
    const failure = failureOf(failed);
    const retry = () => void (version.error ? version.refetch() : run.refetch());
    return <FailureState message={failure.message} reference={failure.reference} onRetry={retry} />;
  }
  if (!version.data || !graph || !policy) return <WorkflowSkeleton />;

  const outcomeOf = (key: string) => {
    const outcome = version.data.document.outcomes.find((one) => one.key === key);
    return { title: outcome?.title ?? key, tone: toneOfKind(outcome?.kind) };
  };
  return (
    <WorkflowView
      version={version.data}
      graph={graph}
      policy={policy}
      search={search}
      onSearch={(change) => void setSearch(change)}
      visitsOf={(node) => (path ? path.filter((step) => step.node === node) : null)}
      runPanel={
        search.run !== null && run.data ? (
          <RunInspector
            run={run.data}
            titleOf={(node) => version.data.document.nodes[node]?.title ?? node}
            sentenceOf={(step) =>
              stepSentence(
                step,
                version.data.document,
                (outlet) =>
                  graph.nodes.find((node) => node.id === step.node)?.outlets.find((one) => one.key === outlet)
                    ?.title ?? outlet,
              )
            }
            outcome={run.data.outcome === null ? null : outcomeOf(run.data.outcome.key)}
            selected={search.node}
            onSelect={(node) => void setSearch({ node })}
            onLeave={() => void setSearch({ run: null, node: null })}
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
