"use client";

import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { FailureText } from "@/components/ui/failure-text";
import { FileDrop } from "@/components/ui/file-drop";
import { tell } from "@/components/ui/tell";
import type { ImportResult, ListView } from "@/server/lists/schema";
import { ImportPreview } from "./import-preview";
import { FileRefused, sendEntries } from "./send-entries";

interface ImportEntriesProps {
  list: ListView;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function ImportEntries(props: ImportEntriesProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Import entries" size={720}>
      <ImportSteps {...props} />
    </Modal>
  );
}

/** A file is looked at first: what would come in, what is wrong and where. Then somebody decides. */
function ImportSteps({ list, onClose, onDone }: ImportEntriesProps) {
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState("");
  const [look, setLook] = useState<ImportResult>();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const why = reason.trim() || (file ? `Imported from ${file.name}` : "Imported");

  const send = async (file: File, mode: "look" | "good" | "all_or_nothing") => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      const result = await sendEntries(file, { key: list.key, mode, reason: why.slice(0, 500) });
      if (mode === "look") setLook(result);
      else {
        const count = result.added + result.changed;
        tell(
          result.applied?.state === "waiting"
            ? `${count} entries proposed: another member must approve them`
            : `${count} entries imported`,
        );
        onDone();
        onClose();
      }
    } catch (error) {
      if (mode === "look") setLook(undefined);
      setFailure(
        error instanceof FileRefused ? error.message : "The file could not be sent. Choose it again.",
      );
    } finally {
      setIsBusy(false);
    }
  };

  const choose = (chosen: File) => {
    setFile(chosen);
    setLook(undefined);
    void send(chosen, "look");
  };
  const count = look ? look.added + look.changed : 0;
  return (
    <Stack gap="md">
      <FileDrop
        label={file ? `${file.name}: choose another` : "Drop a CSV file here, or choose one"}
        hint="A column “value”, and if you like “reason”, “owner”, “valid_from” and “valid_to”; or one value per row."
        accept=".csv,.tsv,.txt,text/csv"
        onFile={choose}
      />
      {failure && <FailureText>{failure}</FailureText>}
      {isBusy && !look && <p role="status">The file is looked at…</p>}
      {look && <ImportPreview result={look} />}
      {look && (
        <TextInput
          label="Why"
          description="For the rows that give no reason themselves."
          placeholder={why}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {file && look && look.bad > 0 && count > 0 && (
          <Button loading={isBusy} onClick={() => void send(file, "good")}>
            Import {count === 1 ? "the good row" : `the ${count} good rows`}
          </Button>
        )}
        {file && look && look.bad === 0 && (
          <Button loading={isBusy} disabled={count === 0} onClick={() => void send(file, "all_or_nothing")}>
            {count === 0 ? "Nothing new to import" : `Import ${count} ${count === 1 ? "row" : "rows"}`}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
