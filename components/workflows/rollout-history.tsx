"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import type { RolloutChange } from "@/server/workflows/rollout/schema";
import css from "./versions.module.css";

const words: Record<string, (change: RolloutChange) => string> = {
  "workflow.published": ({ version }) => `Version ${version} was published`,
  "workflow.tests_overridden": ({ version }) => `Failing tests of version ${version} were overridden`,
  "workflow.made_live": ({ version, before }) =>
    before !== null && version !== null && version < before
      ? `Back to version ${version}, from ${before}`
      : `Version ${version} became live`,
  "workflow.shadow_started": ({ version }) => `Version ${version} began to run in the shadow`,
  "workflow.shadow_ended": ({ version }) => `The shadow of version ${version} ended`,
  "workflow.challenger_set": ({ version, percent }) => `Version ${version} became challenger at ${percent} %`,
  "workflow.challenger_ended": ({ version }) => `Version ${version} is challenger no more`,
  "workflow.live_planned": ({ version }) => `Version ${version} was planned to become live`,
  "workflow.plan_cancelled": ({ version }) => `The plan for version ${version} was cancelled`,
  "workflow.plan_failed": ({ version }) => `Version ${version} could not become live at its time`,
  "workflow.review_requested": () => "A review was asked for",
  "workflow.review_approved": () => "The change was approved",
  "workflow.review_rejected": () => "The change was rejected",
  "workflow.review_withdrawn": () => "The review was withdrawn",
  "workflow.archived": () => "The workflow was archived",
  "workflow.unarchived": () => "The workflow was brought back",
  "workflow.migration_started": ({ version }) => `Open runs began to move to version ${version}`,
  "workflow.migration_ended": ({ version }) => `Open runs have moved to version ${version}`,
};

/** Who changed what runs live, when and why. */
export function RolloutHistory({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.workflows.rolloutChanges.queryOptions({ workflowId }));
  return (
    <Panel title="History" flush>
      {query.error ? (
        <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
      ) : query.data?.length === 0 ? (
        <EmptyState title="Nothing has happened yet" />
      ) : (
        <ul className={css.history} aria-busy={query.data === undefined}>
          {query.data?.map((change) => (
            <li key={change.id}>
              <b>{words[change.action]?.(change) ?? change.action}</b>
              <span className={css.quiet}>
                {change.by}, <DateTimeText at={change.at} />
              </span>
              {change.reason && <span className={css.reason}>{change.reason}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
