"use client";

import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { FileDrop } from "@/components/ui/file-drop";
import { formatCount, formatNumber } from "@/components/ui/format/words";
import { tell } from "@/components/ui/tell";
import type { LabelReport } from "@/server/labels/schema";
import css from "./labels.module.css";

const MOST_BYTES = 5 * 1024 * 1024;

/** A file of labels: looked at first, with what is wrong by row and column, and only then kept. */
export function ImportLabels({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [refusal, setRefusal] = useState<string>();
  const preview = useMutation(trpc.labels.import.mutationOptions());
  const keep = useMutation(
    trpc.labels.import.mutationOptions({
      onSuccess: ({ added }) => {
        tell(`${formatCount(added, "label was", "labels were")} added`);
        void client.invalidateQueries(trpc.labels.pathFilter());
        onClose();
      },
    }),
  );
  const take = async (chosen: File) => {
    setRefusal(undefined);
    preview.reset();
    if (chosen.size > MOST_BYTES) {
      setFile(undefined);
      setRefusal("The file is larger than 5 MB. Split it.");
      return;
    }
    const text = await chosen.text();
    setFile({ name: chosen.name, text });
    preview.mutate({ text, isPreview: true });
  };
  const error = preview.error ?? keep.error;
  const report = preview.data;
  return (
    <Modal opened onClose={onClose} title="Import labels" size={640}>
      <Stack gap="md">
        <FileDrop
          label={file ? `${file.name}. Drop another, or choose one` : "Drop a CSV here, or choose one"}
          hint={
            <>
              Columns: <code>label</code> (chargeback, confirmed_fraud or confirmed_good), <code>date</code>,
              and one of <code>decision</code>, <code>run</code>, <code>party</code>, <code>reference</code>.
              If you have them: <code>source</code>, <code>source_reference</code>, <code>amount</code>,{" "}
              <code>currency</code>.
            </>
          }
          accept=".csv,.tsv,.txt,text/csv"
          onFile={(chosen) => void take(chosen)}
        />
        {refusal && <FailureText>{refusal}</FailureText>}
        {error && <FailureText>{failureOf(error).message}</FailureText>}
        {preview.isPending && <p role="status">Reading …</p>}
        {report && <Report report={report} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={keep.isPending}
            disabled={!file || !report || report.added === 0}
            onClick={() => file && keep.mutate({ text: file.text, isPreview: false })}
          >
            {report && report.added > 0
              ? `Add ${formatCount(report.added, "label", "labels")}`
              : "Add labels"}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Report({ report: { rows, added, known, refused, faults } }: { report: LabelReport }) {
  return (
    <div role="status" className={css.report}>
      <p>
        {formatCount(rows, "row", "rows")}: {formatNumber(added)} new, {formatNumber(known)} known already,{" "}
        {formatNumber(refused)} refused.
        {refused > 0 &&
          " The others can be added; mend these and import the file again, nothing is added twice."}
      </p>
      {faults.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
        <section className={css.scroll} aria-label="Rows that were refused" tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ row, column, message }) => (
                <tr key={`${row} ${column} ${message}`}>
                  <td>{row}</td>
                  <td>{column}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
