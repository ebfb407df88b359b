"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { newKey } from "@/components/ui/new-key";
import { columnIssues } from "@/server/batches/columns/policy";
import { MAX_BATCH_BYTES } from "@/server/batches/schema";
import type { RequestField } from "@/server/nodes/decision-start/definition";
import { columnsOf, type Led, ledByHeading } from "./mapping";
import { type Preview, readPreview } from "./read-preview";
import { NotTaken, sendFile } from "./send-file";

interface NewBatchInput {
  workflow: string;
  fields: readonly RequestField[];
  /** Where the batches are listed. */
  batches: string;
}

/** A file on its way to be decided: chosen, read, led to the workflow's fields, sent. */
export function useNewBatch({ workflow, fields, batches }: NewBatchInput) {
  const router = useRouter();
  const [file, setFile] = useState<File>();
  const [preview, setPreview] = useState<Preview>();
  const [fault, setFault] = useState<string>();
  const [led, setLed] = useState<Led[]>([]);
  const [failure, setFailure] = useState<NotTaken>();
  const [sent, setSent] = useState<number>();
  const stopping = useRef<() => void>(undefined);
  const columns = useMemo(() => columnsOf(led), [led]);
  const issues = useMemo(
    () => (preview?.format === "csv" ? columnIssues(preview.headings, columns, fields) : []),
    [preview, columns, fields],
  );
  // Another file, or other columns, are another upload; a repeated try is the same one.
  const [key, setKey] = useState(newKey);

  useEffect(() => {
    if (sent === undefined) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [sent]);
  useEffect(() => () => stopping.current?.(), []);

  const choose = async (chosen: File) => {
    setFile(chosen);
    setFailure(undefined);
    setKey(newKey());
    const read =
      chosen.size > MAX_BATCH_BYTES
        ? { fault: "The file is larger than 50 MB. Split it." }
        : await readPreview(chosen);
    if ("fault" in read) {
      setPreview(undefined);
      setFault(read.fault);
      return;
    }
    setFault(undefined);
    setPreview(read);
    setLed(ledByHeading(read.headings, fields));
  };

  const start = async () => {
    if (!file || !preview) return;
    setFailure(undefined);
    setSent(0);
    const { done, stop } = sendFile({ workflow, file, format: preview.format, columns, key }, setSent);
    stopping.current = stop;
    try {
      const { batchId } = await done;
      stopping.current = undefined;
      router.push(`${batches}/${batchId}`);
    } catch (error) {
      stopping.current = undefined;
      setSent(undefined);
      setFailure(error instanceof NotTaken ? error : new NotTaken("The file could not be sent. Try again."));
    }
  };

  return {
    ...{ file, preview, fault, led, columns, issues, failure, sent },
    choose: (chosen: File) => void choose(chosen),
    lead: (heading: string, change: Partial<Led>) => {
      setKey(newKey());
      setLed((all) => all.map((one) => (one.heading === heading ? { ...one, ...change } : one)));
    },
    start: () => void start(),
    stop: () => stopping.current?.(),
    leave: () => {
      setFile(undefined);
      setPreview(undefined);
      setFailure(undefined);
    },
  };
}
