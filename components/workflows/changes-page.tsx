"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { ReviewView } from "@/server/workflows/approval/schema";
import { differencesOf } from "@/server/workflows/differences/policy";
import type { ComparisonSides, SideName } from "@/server/workflows/differences/schema";
import type { LifecycleView } from "@/server/workflows/rollout/schema";
import { changesSearch, sideNamed } from "./changes-search";
import { ChangesView } from "./changes-view";
import { LifecycleDialogs } from "./lifecycle-dialogs";
import { RestoreDialog } from "./restore-dialog";
import { ReviewBanner } from "./review-banner";
import { useLifecycle } from "./use-lifecycle";
import { isInReview } from "./version-acts";
import { WorkflowSkeleton } from "./workflow-skeleton";

/** Two versions over one another, on the canvas and in words; what is gone can be brought back from here. */
export function ChangesPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [search, setSearch] = useQueryStates(changesSearch, { history: "push" });
  const [from, to] = [sideNamed(search.from), sideNamed(search.to)];
  const query = useQuery(
    trpc.workflows.compare.queryOptions(
      { workflowId, from: from ?? 1, to: to ?? 1 },
      { enabled: from !== undefined && to !== undefined, placeholderData: keepPreviousData },
    ),
  );
  const mayEdit = useCan("workflows.edit");
  const lifecycle = useLifecycle(workflowId);
  const router = useRouter();
  const sides = query.data;
  const differences = useMemo(
    () => (sides ? differencesOf(sides.from.document, sides.to.document, nodeCatalogue) : []),
    [sides],
  );
  const save = useMutation(trpc.workflows.saveDraft.mutationOptions());
  if (from === undefined || to === undefined)
    return (
      <EmptyState title="Nothing to compare">
        This address names no two versions. Choose them on the page of the versions.
      </EmptyState>
    );
  if (query.error && !sides) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!sides) return <WorkflowSkeleton />;
  const pair = mayEdit ? draftAndOther(sides) : undefined;
  const review = reviewOf(lifecycle.view, to);
  const closeRestore = () => {
    save.reset();
    void setSearch({ restore: null });
  };
  return (
    <>
      <ChangesView
        sides={sides}
        differences={differences}
        node={search.node}
        body={search.body}
        onNode={(node) => void setSearch({ node }, { history: "replace" })}
        onBody={(body) => void setSearch({ body })}
        onSides={(change: { from?: SideName; to?: SideName }) =>
          void setSearch({
            ...(change.from !== undefined && { from: String(change.from) }),
            ...(change.to !== undefined && { to: String(change.to) }),
            ...{ node: null, body: null },
          })
        }
        banner={review && <ReviewBanner lifecycle={lifecycle} review={review} place="changes" />}
        onRestore={
          pair && differences.length > 0 && !isInReview(lifecycle.view)
            ? () => void setSearch({ restore: true })
            : undefined
        }
      />
      <LifecycleDialogs
        lifecycle={lifecycle}
        onPublished={() => router.push(`/workflows/${workflowId}/versions`)}
      />
      {pair && search.restore && !isInReview(lifecycle.view) && (
        <RestoreDialog
          draft={pair.draft}
          from={pair.other}
          isBusy={save.isPending}
          failure={save.error ? failureOf(save.error).message : undefined}
          onClose={closeRestore}
          onRestore={({ document, editor }, words) =>
            save.mutate(
              { workflowId, revision: sides.draftRevision, document, editor },
              {
                onSuccess: () => {
                  tell(`${words}. Undo takes it back.`);
                  closeRestore();
                },
                onSettled: () => void client.invalidateQueries(trpc.workflows.pathFilter()),
              },
            )
          }
        />
      )}
    </>
  );
}

/** The review that is about what the page leads up to: whoever decides it reads it here. */
function reviewOf(view: LifecycleView | undefined, to: SideName): ReviewView | undefined {
  const review = view?.review;
  if (!review || (review.state !== "open" && review.state !== "approved")) return undefined;
  const asked = review.change.kind === "publish" ? "draft" : review.change.version;
  return asked === to ? review : undefined;
}

/** What can be brought back into the draft: the other side, when one of the two is the draft. */
function draftAndOther({ from, to }: ComparisonSides) {
  if (from.name === to.name) return undefined;
  if (to.name === "draft") return { draft: to, other: from };
  return from.name === "draft" ? { draft: from, other: to } : undefined;
}
