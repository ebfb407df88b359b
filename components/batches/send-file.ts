import type { BatchColumn } from "@/server/batches/schema";
import type { FieldIssue } from "@/server/errors";

interface Sending {
  workflow: string;
  file: File;
  format: "csv" | "jsonl";
  columns: readonly BatchColumn[];
  /** The same for a repeated try, so that it cannot become a second batch. */
  key: string;
}

/** Why a file was not taken, as the server said it. */
export class NotTaken extends Error {
  readonly issues: readonly FieldIssue[];
  constructor(message: string, issues: readonly FieldIssue[] = []) {
    super(message);
    this.name = "NotTaken";
    this.issues = issues;
  }
}

/** What the preview found it to be, whatever its name says. */
const mediaTypes = { csv: "text/csv", jsonl: "application/x-ndjson" };
const LOST = "The connection was lost on the way. Try again: nothing is decided twice.";

/** Sends the file as it is. XMLHttpRequest, because fetch cannot say how far an upload is. */
export function sendFile(
  { workflow, file, format, columns, key }: Sending,
  onProgress: (share: number) => void,
): { done: Promise<{ batchId: string }>; stop: () => void } {
  const form = new FormData();
  form.set("workflow", workflow);
  if (format === "csv") form.set("columns", JSON.stringify(columns));
  // The file comes last, so that the server knows what it is when it begins to read it.
  form.set("file", new File([file], file.name, { type: mediaTypes[format] }));
  const request = new XMLHttpRequest();
  const done = new Promise<{ batchId: string }>((taken, fail) => {
    request.open("POST", "/api/batches");
    request.setRequestHeader("idempotency-key", key);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = (request.response ?? {}) as {
        batchId?: string;
        detail?: string;
        errors?: FieldIssue[];
      };
      if (request.status < 300 && answer.batchId) taken({ batchId: answer.batchId });
      else fail(new NotTaken(answer.detail ?? LOST, answer.errors));
    };
    request.onerror = () => fail(new NotTaken(LOST));
    request.onabort = () => fail(new NotTaken("You stopped the upload. Nothing of the file was kept."));
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}
