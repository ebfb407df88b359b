"use client";

import { Alert, Button, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconChevronDown } from "@tabler/icons-react";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { LifecycleDialogs } from "./lifecycle-dialogs";
import { RolloutHistory } from "./rollout-history";
import { StandingPanels } from "./standing-panels";
import { useLifecycle } from "./use-lifecycle";
import { actsOf, comparesOf } from "./version-acts";
import { VersionsTable } from "./versions-table";
import { WorkflowSkeleton } from "./workflow-skeleton";

/** The versions of a workflow: what runs live and beside it, what is planned and asked for, and every change of it. */
export function VersionsPage({ workflowId }: { workflowId: string }) {
  const lifecycle = useLifecycle(workflowId);
  const { query, view, may, open } = lifecycle;
  if (query.error && !view) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!view) return <WorkflowSkeleton />;
  const { workflow } = view;
  const [migration] = view.migrations;
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
                    onClick={() => open({ kind: "unarchive" })}
                  >
                    Bring back
                  </Menu.Item>
                ) : (
                  <Menu.Item
                    leftSection={<IconArchive size={16} aria-hidden />}
                    onClick={() => open({ kind: "archive" })}
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
        onAct={open}
        onBegin={lifecycle.begin}
        onWithdraw={lifecycle.withdraw}
      />
      <Panel
        title="Versions"
        flush
        action={
          migration &&
          may.migrate && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() =>
                open({ kind: "migrate", version: migration.toVersion, migrationId: migration.id })
              }
            >
              {migration.state === "running" ? "Runs are moving" : "The last move of runs"}
            </Button>
          )
        }
      >
        <VersionsTable
          rows={view.versions}
          workflowId={workflowId}
          actsOf={(row) => [
            ...comparesOf(view, row),
            ...actsOf(view, row, may, { open, begin: lifecycle.begin }),
          ]}
        />
      </Panel>
      <div style={{ height: 16 }} />
      <RolloutHistory workflowId={workflowId} />
      <LifecycleDialogs lifecycle={lifecycle} />
    </PageFrame>
  );
}
