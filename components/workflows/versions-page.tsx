"use client";

import { Alert, Button, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconChevronDown } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { ActDialog } from "./act-dialogs";
import { MigrationDialog } from "./migration-dialog";
import { PublishDialog } from "./publish-dialog";
import { RolloutHistory } from "./rollout-history";
import { StandingPanels } from "./standing-panels";
import { type Act, actsOf } from "./version-acts";
import { VersionsTable } from "./versions-table";
import { WorkflowSkeleton } from "./workflow-skeleton";

/** The versions of a workflow: what runs live and beside it, what is planned and asked for, and every change of it. */
export function VersionsPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [act, setAct] = useState<Act>();
  const [migration, setMigration] = useState<{ id: string; toVersion: number }>();
  const query = useQuery(trpc.workflows.lifecycle.queryOptions({ workflowId }, { refetchInterval: 15_000 }));
  const may = {
    edit: useCan("workflows.edit"),
    publish: useCan("workflows.publish"),
    approve: useCan("workflows.approve"),
    migrate: useCan("runs.migrate"),
    compareRuns: useCan("decisions.view"),
  };
  const refresh = () => void client.invalidateQueries(trpc.workflows.pathFilter());
  const onError = (error: unknown) => tellFailure(failureOf(error).message);
  const begin = useMutation(
    trpc.workflows.beginDraft.mutationOptions({
      onSuccess: () => tell("The draft was begun"),
      onError,
      onSettled: refresh,
    }),
  );
  const withdraw = useMutation(
    trpc.workflows.withdrawReview.mutationOptions({ onError, onSettled: refresh }),
  );
  const discard = useMutation(trpc.workflows.discardDraft.mutationOptions({ onSettled: refresh }));
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <WorkflowSkeleton />;
  const view = query.data;
  const { workflow } = view;
  const close = () => setAct(undefined);
  const beginFrom = (version: number) => begin.mutate({ workflowId, version });
  return (
    <PageFrame
      title={`Versions of ${workflow.title}`}
      crumbs={[{ title: workflow.title, href: `/workflows/${workflowId}` }, { title: "Versions" }]}
      actions={
        <>
          {workflow.liveVersion !== null && (
            <Button component={Link} href={`/workflows/${workflowId}`} variant="default">
              Canvas
            </Button>
          )}
          {may.publish && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
                  More
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {workflow.archivedAt ? (
                  <Menu.Item
                    leftSection={<IconArchiveOff size={16} aria-hidden />}
                    onClick={() => setAct({ kind: "unarchive" })}
                  >
                    Bring back
                  </Menu.Item>
                ) : (
                  <Menu.Item
                    leftSection={<IconArchive size={16} aria-hidden />}
                    onClick={() => setAct({ kind: "archive" })}
                  >
                    Archive
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      {workflow.archivedAt && (
        <Alert color="yellow" mb="md" title="This workflow is archived">
          It takes no new starts. Runs that were under way go on to their end.
        </Alert>
      )}
      <StandingPanels
        view={view}
        may={may}
        onAct={setAct}
        onBegin={beginFrom}
        onWithdraw={(reviewId) => withdraw.mutate({ workflowId, reviewId })}
      />
      <Panel
        title="Versions"
        flush
        action={
          view.migrations[0] &&
          may.migrate && (
            <Button variant="subtle" size="compact-sm" onClick={() => setMigration(view.migrations[0])}>
              {view.migrations[0].state === "running" ? "Runs are moving" : "The last move of runs"}
            </Button>
          )
        }
      >
        <VersionsTable
          rows={view.versions}
          workflowId={workflowId}
          actsOf={(row) => actsOf(view, row, may, setAct, beginFrom)}
        />
      </Panel>
      <div style={{ height: 16 }} />
      <RolloutHistory workflowId={workflowId} />

      {act && <ActDialog view={view} act={act} onClose={close} onDone={refresh} />}
      {act?.kind === "publish" && (
        <PublishDialog workflowId={workflowId} revision={act.revision} onClose={close} onDone={refresh} />
      )}
      {(act?.kind === "migrate" || migration) && (
        <MigrationDialog
          workflowId={workflowId}
          toVersion={act?.kind === "migrate" ? act.version : (migration?.toVersion ?? 0)}
          migrationId={act?.kind === "migrate" ? undefined : migration?.id}
          onDone={refresh}
          onClose={() => {
            close();
            setMigration(undefined);
            refresh();
          }}
        />
      )}
      <Confirm
        opened={act?.kind === "discard"}
        onClose={() => {
          close();
          discard.reset();
        }}
        title="Discard the draft?"
        verb="Discard"
        isBusy={discard.isPending}
        failure={discard.error ? failureOf(discard.error).message : undefined}
        onConfirm={() =>
          act?.kind === "discard" &&
          discard.mutate(
            { workflowId, revision: act.revision },
            {
              onSuccess: () => {
                tell("The draft was discarded");
                close();
              },
            },
          )
        }
      >
        Everything that was changed since the version it began with is given up. The live version is not
        touched.
      </Confirm>
    </PageFrame>
  );
}
