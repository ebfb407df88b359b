"use client";

import { Button, Skeleton } from "@mantine/core";
import { IconEye, IconGitCompare } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Ago } from "@/components/ui/format/moment";
import type { SideName } from "@/server/workflows/differences/schema";
import type { LifecycleView, VersionRow } from "@/server/workflows/rollout/schema";
import { ActsMenu } from "../acts-menu";
import { changesHref } from "../changes-search";
import { AttachedTestsLine } from "../saved-tests";
import type { Lifecycle } from "../use-lifecycle";
import { actsOf, comparesOf, type VersionAct } from "../version-acts";
import { changesWords, VersionStates } from "../version-states";
import { WhoAndWhen } from "../who-and-when";
import { Checkpoints } from "./checkpoints";
import { DraftStepList } from "./draft-step-list";
import { RestoreIntoDraft } from "./restore-into-draft";
import type { Builder } from "./use-builder";
import css from "./versions-panel.module.css";

/** The drawer's tab *Versions*: what was published, what was kept by name, and every step of the draft. */
export function VersionsPanel({ builder, lifecycle }: { builder: Builder; lifecycle: Lifecycle }) {
  const [restoring, setRestoring] = useState<{ from: SideName; title: string }>();
  const onRestore = builder.isReadOnly ? undefined : setRestoring;
  return (
    <div className={css.panel}>
      <section className={css.published} aria-labelledby="published-versions">
        <header className={css.head}>
          <h2 id="published-versions">Published</h2>
          <Link href={`/workflows/${builder.workflowId}/versions`}>All about versions</Link>
        </header>
        <Published lifecycle={lifecycle} builder={builder} onRestore={onRestore} />
      </section>
      <div className={css.draft}>
        <Checkpoints builder={builder} onRestore={onRestore} />
        <DraftStepList builder={builder} />
      </div>
      {restoring && (
        <RestoreIntoDraft builder={builder} {...restoring} onClose={() => setRestoring(undefined)} />
      )}
    </div>
  );
}

interface PublishedProps {
  lifecycle: Lifecycle;
  builder: Builder;
  onRestore: ((what: { from: SideName; title: string }) => void) | undefined;
}

function Published({ lifecycle, builder, onRestore }: PublishedProps) {
  const { query, view, may, open, begin } = lifecycle;
  if (query.error && !view) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!view)
    return (
      <div className={css.waiting} role="status" aria-label="Loading the versions">
        <Skeleton height={40} />
        <Skeleton height={40} />
      </div>
    );
  const restore =
    onRestore && ((version: number) => onRestore({ from: version, title: `Version ${version}` }));
  return (
    <>
      {view.draft && <DraftLine view={view} draft={view.draft} />}
      {view.versions.length === 0 ? (
        <EmptyState title="Nothing is published yet">
          Publishing freezes the draft as version 1. It then stands here, with what it changed and what its
          tests came to.
        </EmptyState>
      ) : (
        <ol className={css.list} aria-label="Published versions">
          {view.versions.map((row) => (
            <Version
              key={row.version}
              row={row}
              workflowId={builder.workflowId}
              compares={comparesOf(view, row)}
              acts={actsOf(view, row, may, { open, begin, restore })}
            />
          ))}
        </ol>
      )}
    </>
  );
}

function DraftLine({ view, draft }: { view: LifecycleView; draft: NonNullable<LifecycleView["draft"]> }) {
  const { id, liveVersion } = view.workflow;
  return (
    <div className={css.row}>
      <span className={css.name}>
        <b>Draft</b>
        <span className={css.quiet}>revision {draft.revision}</span>
      </span>
      <span className={css.what}>
        <span className={css.quiet}>
          Saved by {draft.savedBy} <Ago at={draft.savedAt} />
        </span>
      </span>
      {liveVersion !== null && (
        <Button
          component={Link}
          href={changesHref(id, liveVersion, "draft")}
          size="compact-xs"
          variant="default"
        >
          Compare with live
        </Button>
      )}
    </div>
  );
}

function Version({
  row,
  workflowId,
  compares,
  acts,
}: {
  row: VersionRow;
  workflowId: string;
  compares: readonly VersionAct[];
  acts: readonly VersionAct[];
}) {
  const href = `/workflows/${workflowId}?version=${row.version}`;
  const view: VersionAct = { label: "View", icon: IconEye, href };
  return (
    <li className={css.row}>
      <span className={css.name}>
        <Link href={href}>Version {row.version}</Link>
        <VersionStates states={row.states} wasLive={row.wasLive} />
      </span>
      <span className={css.what}>
        <span className={css.note}>{row.note}</span>
        <span className={css.facts}>
          <WhoAndWhen row={row} />
          {row.changes !== null && <span>{changesWords(row.changes)}</span>}
          <AttachedTestsLine tests={row.tests} />
        </span>
      </span>
      <ActsMenu label={`Compare version ${row.version}`} icon={IconGitCompare} acts={compares} />
      <ActsMenu label={`What to do with version ${row.version}`} acts={[view, ...acts]} />
    </li>
  );
}
