"use client";

import { Alert, Loader, Modal, Progress, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { ReasonField } from "@/components/form/reason-field";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { formatNumber } from "@/components/ui/format/words";
import { type MigrationPlan, type MigrationView, startMigrationInput } from "@/server/runs/migrate/schema";
import css from "./versions.module.css";

interface MigrationDialogProps {
  workflowId: string;
  toVersion: number;
  /** A migration that is under way or over. */
  migrationId?: string | undefined;
  onClose: () => void;
  onDone: () => void;
}

/** Moves open runs to a version: first tried without changing anything, then one by one, with what became of each. */
export function MigrationDialog({ workflowId, toVersion, onClose, onDone, ...given }: MigrationDialogProps) {
  const [migrationId, setMigrationId] = useState(given.migrationId);
  return (
    <Modal opened onClose={onClose} title={`Move open runs to version ${toVersion}`} size={760}>
      {migrationId === undefined ? (
        <DryRun
          workflowId={workflowId}
          toVersion={toVersion}
          onClose={onClose}
          onStarted={(id) => {
            setMigrationId(id);
            onDone();
          }}
        />
      ) : (
        <UnderWay workflowId={workflowId} migrationId={migrationId} />
      )}
    </Modal>
  );
}

function DryRun({
  workflowId,
  toVersion,
  onClose,
  onStarted,
}: {
  workflowId: string;
  toVersion: number;
  onClose: () => void;
  onStarted: (id: string) => void;
}) {
  const trpc = useTRPC();
  const query = useQuery(trpc.workflows.planMigration.queryOptions({ workflowId, toVersion }, { gcTime: 0 }));
  if (query.error)
    return <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loader size="sm" aria-label="Trying which runs can move" />;
  if (query.data.runs.length === 0)
    return <EmptyState title="No open run follows another version">There is nothing to move.</EmptyState>;
  return <Planned plan={query.data} workflowId={workflowId} onClose={onClose} onStarted={onStarted} />;
}

function Planned({
  plan,
  workflowId,
  onClose,
  onStarted,
}: {
  plan: MigrationPlan;
  workflowId: string;
  onClose: () => void;
  onStarted: (id: string) => void;
}) {
  const trpc = useTRPC();
  const start = useMutation(trpc.workflows.startMigration.mutationOptions());
  const { toVersion, movable, stuck, runs } = plan;
  const { form, ...frame } = useServerForm({
    initialValues: { reason: "" },
    schema: startMigrationInput,
    toInput: ({ reason }) => ({ workflowId, toVersion, reason }),
    send: async (input) => onStarted((await start.mutateAsync(input)).id),
  });
  return (
    <FormFrame
      {...frame}
      verb={`Move ${formatNumber(movable)} ${movable === 1 ? "run" : "runs"}`}
      onCancel={onClose}
      isIdle={movable === 0}
    >
      <Alert color={stuck > 0 ? "yellow" : "blue"}>
        {formatNumber(movable)} of {formatNumber(movable + stuck)} open runs can go on by version {toVersion}
        {stuck > 0 ? `; ${formatNumber(stuck)} cannot, and stay with their version.` : "."} Nothing has
        changed yet. What a run has found and what it waits for stays; timers keep their time.
      </Alert>
      <RunRows
        rows={runs.map(({ runId, party, fromVersion, why }) => ({
          ...{ runId, party, fromVersion },
          says: why.length === 0 ? "Can move" : why.join(" "),
        }))}
      />
      <ReasonField
        description="Stays on record with every run that moves."
        {...form.getInputProps("reason")}
      />
    </FormFrame>
  );
}

const stateWords = { planned: "Waiting", moved: "Moved", refused: "Stayed", failed: "Failed" } as const;

function UnderWay({ workflowId, migrationId }: { workflowId: string; migrationId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.workflows.migration.queryOptions(
      { workflowId, migrationId },
      { refetchInterval: ({ state }) => (state.data?.state === "done" ? false : 1500) },
    ),
  );
  if (query.error)
    return <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loader size="sm" aria-label="Loading the migration" />;
  return <Result migration={query.data} />;
}

function Result({ migration }: { migration: MigrationView }) {
  const { total, moved, stayed, state, startedBy, reason, runs } = migration;
  const share = total === 0 ? 100 : ((moved + stayed) / total) * 100;
  return (
    <Stack gap="md">
      <p role="status" className={css.reason}>
        {state === "done" ? "Done: " : ""}
        {formatNumber(moved)} moved, {formatNumber(stayed)} stayed, of {formatNumber(total)}. Begun by{" "}
        {startedBy}: {reason}
      </p>
      <Progress value={share} aria-label="How far it has come" />
      <RunRows
        rows={runs.map(({ runId, party, fromVersion, state, why }) => ({
          ...{ runId, party, fromVersion },
          says: why ?? stateWords[state],
        }))}
      />
    </Stack>
  );
}

function RunRows({
  rows,
}: {
  rows: readonly { runId: string; party: string; fromVersion: number; says: string }[];
}) {
  return (
    <section
      className={css.rows}
      aria-label="Runs"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Party</th>
            <th scope="col">From</th>
            <th scope="col">What becomes of it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ runId, party, fromVersion, says }) => (
            <tr key={runId}>
              <th scope="row">{party}</th>
              <td>Version {fromVersion}</td>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
