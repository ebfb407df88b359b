"use client";

import { Alert, Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { FileDrop } from "@/components/ui/file-drop";
import { Panel } from "@/components/ui/panel";
import { WorkflowSkeleton } from "@/components/workflows/workflow-skeleton";
import { useCan } from "@/components/workspaces/member";
import { requestFields } from "@/server/decisions/policy";
import type { RequestField } from "@/server/nodes/decision-start/definition";
import css from "./batches.module.css";
import { ColumnMapping } from "./column-mapping";
import { PreviewTable } from "./preview-table";
import { useNewBatch } from "./use-new-batch";

/** Choosing a file, seeing what its first rows would be, and sending it to be decided. */
export function NewBatch({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const version = useQuery(trpc.workflows.version.queryOptions({ workflowId }));
  const canDecide = useCan("decisions.create");
  if (version.error && !version.data) {
    const { message, reference } = failureOf(version.error);
    return <FailureState message={message} reference={reference} onRetry={() => void version.refetch()} />;
  }
  if (!version.data) return <WorkflowSkeleton />;
  const { workflow, document } = version.data;
  const fields = requestFields(document);
  const batches = `/workflows/${workflowId}/batches`;
  return (
    <PageFrame
      title="Decide a file"
      note={`With ${workflow.title}, version ${workflow.liveVersion ?? version.data.version}`}
      width="wide"
      crumbs={[
        { title: workflow.title, href: `/workflows/${workflowId}` },
        { title: "Batches", href: batches },
        { title: "Decide a file" },
      ]}
    >
      {fields && canDecide ? (
        <Steps workflow={workflow.key} fields={fields} batches={batches} />
      ) : (
        <EmptyState title={fields ? "You may not decide files" : "This workflow takes applications"}>
          {fields
            ? "A risk manager or a developer of this workspace can."
            : "Files are decided by workflows that begin with a decision request."}
        </EmptyState>
      )}
    </PageFrame>
  );
}

interface StepsProps {
  workflow: string;
  fields: readonly RequestField[];
  batches: string;
}

function Steps({ workflow, fields, batches }: StepsProps) {
  const batch = useNewBatch({ workflow, fields, batches });
  const { file, preview, fault, issues, failure, sent } = batch;
  if (!file || !preview)
    return (
      <div className={css.steps}>
        <FileDrop
          label="Drop a CSV or JSON-lines file here, or choose one"
          hint="One request per row, at most 100,000 rows and 50 MB. The first line of a CSV names its columns."
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,application/x-ndjson"
          onFile={batch.choose}
        />
        {fault && (
          <Alert color="red" title={`${file?.name ?? "The file"} cannot be read`} role="alert">
            {fault}
          </Alert>
        )}
        <Expected fields={fields} />
      </div>
    );
  return (
    <div className={css.steps}>
      {preview.format === "csv" && (
        <ColumnMapping
          led={batch.led}
          fields={fields}
          samples={preview.rows[0]?.cells ?? []}
          onLead={batch.lead}
          isLocked={sent !== undefined}
        />
      )}
      {issues.length > 0 && (
        <Alert color="yellow" title="Before it can be sent">
          <ul className={css.issues}>
            {issues.map(({ path, code, message }) => (
              <li key={`${path} ${code}`}>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
      <PreviewTable preview={preview} columns={batch.columns} fields={fields} />
      {failure && (
        <Alert color="red" title="The file was not taken" role="alert">
          {failure.message}
          <ul className={css.issues}>
            {failure.issues.slice(0, 10).map(({ path, code, message }) => (
              <li key={`${path} ${code} ${message}`}>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
      {sent !== undefined && (
        <div className={css.sending}>
          <Progress value={100 * sent} aria-label="Sent" animated={sent >= 1} />
          <span className={css.quiet} role="status">
            {sent < 1
              ? `Sending ${file.name}: ${Math.floor(100 * sent)} %`
              : "Reading the rows. Stay on this page until it is done."}
          </span>
        </div>
      )}
      <div className={css.acts}>
        <Button onClick={batch.start} loading={sent !== undefined} disabled={issues.length > 0}>
          Decide {file.name}
        </Button>
        {sent === undefined ? (
          <>
            <Button variant="default" onClick={batch.leave}>
              Choose another file
            </Button>
            <Button variant="subtle" component={Link} href={batches}>
              Cancel
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={batch.stop}>
            Stop
          </Button>
        )}
      </div>
    </div>
  );
}

/** What a file can bring, for whoever prepares one. */
function Expected({ fields }: { fields: readonly RequestField[] }) {
  if (fields.length === 0) return null;
  return (
    <Panel title="Columns this workflow reads" note="Besides reference, party.name and party.country" flush>
      <ul className={css.expected}>
        {fields.map(({ path, title, type, required }) => (
          <li key={path}>
            <code>{path.slice("input.".length)}</code>
            <span>
              {title}
              {required && ", needed"}
            </span>
            <span className={css.quiet}>{type ? type.replaceAll("_", " ") : "anything"}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
