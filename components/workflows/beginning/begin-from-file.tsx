"use client";

import { Alert, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FileDrop } from "@/components/ui/file-drop";
import { Panel } from "@/components/ui/panel";
import { MAX_FILE_CHARACTERS } from "@/server/workflows/schema";
import { BeginAs } from "./begin-as";
import css from "./beginning.module.css";
import { DocumentPreview } from "./document-preview";

const FEW = 8;

/** A workflow that was exported here or elsewhere: read, shown with what it lacks, then made. */
export function BeginFromFile() {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [fault, setFault] = useState<string>();
  const read = useMutation(trpc.workflows.readFile.mutationOptions());
  const choose = async (file: File) => {
    setName(file.name);
    read.reset();
    setFault(file.size > MAX_FILE_CHARACTERS ? "It is larger than 4 MB." : undefined);
    if (file.size <= MAX_FILE_CHARACTERS) read.mutate({ text: await file.text() });
  };
  const failure = read.error ? failureOf(read.error) : undefined;
  if (!read.data)
    return (
      <div className={css.form}>
        <FileDrop
          label="Drop a workflow's file here, or choose one"
          hint="A workflow exported from Gatehouse as JSON, at most 4 MB."
          accept=".json,application/json"
          onFile={(file) => void choose(file)}
        />
        {read.isPending && <p role="status">Reading {name} …</p>}
        {(fault ?? failure) && (
          <Alert color="red" title={`${name} cannot be read`} role="alert">
            {fault ?? failure?.message}
            <ul className={css.list}>
              {failure?.issues.slice(0, FEW).map(({ path, code, message }) => (
                <li key={`${path} ${code}`}>
                  {path !== "" && <code>{path.replace(/^document\./, "")}</code>} {message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
      </div>
    );
  const { problems, ...beginning } = read.data;
  return (
    <div className={css.beside}>
      <DocumentPreview document={beginning.document} />
      <Panel
        title={name}
        action={
          <Button variant="subtle" size="compact-sm" onClick={() => read.reset()}>
            Another file
          </Button>
        }
      >
        <BeginAs beginning={beginning}>
          {problems.length > 0 && (
            <Alert color="yellow" title="To mend before it is published here">
              <ul className={css.list}>
                {problems.slice(0, FEW).map(({ path, code, message }) => (
                  <li key={`${path} ${code} ${message}`}>{message}</li>
                ))}
                {problems.length > FEW && <li>and {problems.length - FEW} more, listed beside the draft</li>}
              </ul>
            </Alert>
          )}
        </BeginAs>
      </Panel>
    </div>
  );
}
