"use client";

import { Alert, Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { FileDrop } from "@/components/ui/file-drop";
import { Panel } from "@/components/ui/panel";
import { type BallerineResult, importBallerine, reportText } from "@/server/workflows/ballerine/policy";
import { MAX_BALLERINE_CHARACTERS } from "@/server/workflows/ballerine/schema";
import { BallerineReport } from "./ballerine-report";
import { BeginAs } from "./begin-as";
import css from "./beginning.module.css";
import { DocumentPreview } from "./document-preview";
import { saveText } from "./save-text";

/** A definition of Ballerine's, read in this browser: its report first, then the workflow. */
export function BeginFromBallerine() {
  const [text, setText] = useState("");
  const [result, setResult] = useState<BallerineResult>();
  const read = (next: string) => {
    setText(next);
    setResult(importBallerine(next));
  };
  const choose = async (file: File) => {
    if (file.size <= MAX_BALLERINE_CHARACTERS) read(await file.text());
    else setResult({ faults: [{ path: "", message: `${file.name} is larger than 1 MB.` }] });
  };
  if (!result || "faults" in result)
    return (
      <div className={css.form}>
        <FileDrop
          label="Drop a workflow definition here, or choose one"
          hint="JSON of a Ballerine workflow definition: its states, and its extensions and config when you have them. At most 1 MB. It is read in this browser."
          accept=".json,application/json"
          onFile={(file) => void choose(file)}
        />
        <Textarea
          label="Or paste it"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={8}
          spellCheck={false}
          classNames={{ input: css.code ?? "" }}
        />
        {result && (
          <Alert color="red" title="It cannot be read" role="alert">
            <ul className={css.list}>
              {result.faults.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  {path !== "" && <code>{path}</code>} {message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        <Button className={css.start} disabled={text.trim() === ""} onClick={() => read(text)}>
          Read it
        </Button>
      </div>
    );
  const { imported } = result;
  return (
    <>
      <Panel
        title="What became of it"
        action={
          <>
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => saveText(`${imported.document.key}-report.md`, reportText(imported))}
            >
              Download
            </Button>
            <Button variant="subtle" size="compact-sm" onClick={() => setResult(undefined)}>
              Another definition
            </Button>
          </>
        }
      >
        <BallerineReport report={imported.report} />
      </Panel>
      <div className={css.beside}>
        <DocumentPreview document={imported.document} />
        <Panel title="Make it yours">
          <BeginAs beginning={imported}>
            <p className={css.quiet}>
              A note with the figures and what was not mapped stays beside the draft. Nothing runs before you
              publish it.
            </p>
          </BeginAs>
        </Panel>
      </div>
    </>
  );
}
