"use client";

import { Button, Group, Modal, Stack } from "@mantine/core";
import { IconDownload, IconTableImport } from "@tabler/icons-react";
import { useState } from "react";
import { FailureText } from "@/components/ui/failure-text";
import { FileDrop } from "@/components/ui/file-drop";
import { formatCount } from "@/components/ui/format/words";
import { type ReadTests, readTestsCsv } from "@/server/workflows/saved-tests/csv/policy";
import { testsCsv } from "@/server/workflows/saved-tests/csv/written/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { runTests } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";

const MOST_BYTES = 2 * 1024 * 1024;

/** Test cases out as a table, and in from one: looked at first, with what is wrong by row and column. */
export function TestsFile({
  document,
  tests,
  onImport,
}: {
  document: WorkflowDocument;
  tests: readonly SavedTest[];
  /** Absent: nothing may be changed. */
  onImport: ((tests: readonly SavedTest[]) => void) | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  const [read, setRead] = useState<(ReadTests & { name: string; failing: number }) | undefined>();
  const close = () => {
    setOpen(false);
    setRead(undefined);
  };
  const take = async (file: File) => {
    const at = new Date(file.lastModified || Date.now()).toISOString();
    const found: ReadTests =
      file.size > MOST_BYTES
        ? { tests: [], replaced: 0, faults: [], refusal: "The file is larger than 2 MB. Split it." }
        : readTestsCsv(document, await file.text(), tests, at);
    const failing = runTests(document, found.tests).filter(({ hasPassed }) => !hasPassed).length;
    setRead({ ...found, name: file.name, failing });
  };
  const save = () => {
    const url = URL.createObjectURL(
      new Blob([`\uFEFF${testsCsv(document, tests)}`], { type: "text/csv;charset=utf-8" }),
    );
    const link = window.document.createElement("a");
    link.href = url;
    link.download = `${document.key}-tests.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      {onImport && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconTableImport size={12} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          Import CSV
        </Button>
      )}
      {tests.length > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={12} aria-hidden />}
          onClick={save}
        >
          Export CSV
        </Button>
      )}
      <Modal opened={isOpen} onClose={close} title="Import test cases" size={640}>
        <Stack gap="md">
          <FileDrop
            label={read ? `${read.name}. Drop another, or choose one` : "Drop a CSV here, or choose one"}
            hint={
              <>
                One test per row, one column per field: its path, like <code>input.amount</code>, or its
                title. What is expected: <code>expect.outcome</code>, and if it matters{" "}
                <code>expect.codes</code>, <code>expect.score</code>, <code>expect.values.NAME</code>. Write
                names nobody has: tests become part of versions, which are never erased.
              </>
            }
            accept=".csv,.tsv,.txt,text/csv"
            onFile={(file) => void take(file)}
          />
          {read?.refusal && <FailureText>{read.refusal}</FailureText>}
          {read && !read.refusal && <Report read={read} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              disabled={!read || read.tests.length === 0}
              onClick={() => {
                if (read) onImport?.(read.tests);
                close();
              }}
            >
              {read && read.tests.length > 0 ? `Add ${formatCount(read.tests.length, "test")}` : "Add tests"}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Report({ read: { tests, replaced, faults, failing } }: { read: ReadTests & { failing: number } }) {
  const refused = new Set(faults.map(({ row }) => row)).size;
  return (
    <div role="status">
      <p>
        {formatCount(tests.length, "test")} can be added
        {replaced > 0 && `, ${replaced} in the place of one with the same title`}
        {failing > 0 && `; ${failing} of them ${failing === 1 ? "fails" : "fail"} on the draft as it is`}.
        {refused > 0 &&
          ` ${formatCount(refused, "row")} cannot: mend them and import the file again, nothing is added twice.`}
      </p>
      {tests.length > 0 && (
        <ul className={css.tests} aria-label="Tests in the file">
          {tests.slice(0, 5).map(({ key, title, expected }) => (
            <li key={key} className={css.quiet}>
              {title} → {expected.outcome ?? "no decision"}
            </li>
          ))}
          {tests.length > 5 && <li className={css.quiet}>and {tests.length - 5} more</li>}
        </ul>
      )}
      {faults.length > 0 && (
        <ul className={css.tests} aria-label="Rows that cannot be read">
          {faults.slice(0, 100).map(({ row, column, message }) => (
            <li key={`${row} ${column} ${message}`}>
              Row {row}
              {column && (
                <>
                  , <b>{column}</b>
                </>
              )}
              : {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
