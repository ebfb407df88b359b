import { FileRefused } from "@/components/schema-form/use-sending";
import type { ApplicantDocument } from "@/server/collection/schema";

interface Upload {
  application: string;
  type: string;
  subject: string;
  /** The document this file is a further page of. */
  document?: string | undefined;
  /** The document the field holds until this one takes its place. */
  replaces?: string | undefined;
  file: File;
}

interface Answer extends Partial<ApplicantDocument> {
  detail?: string;
  errors?: { message: string }[];
}

/** Statuses after which the same file may be sent again with better luck. */
const PASSING = new Set([0, 408, 425, 429, 500, 502, 503, 504]);
const TIMEOUT_MS = 180_000;

/** Sends one file, as it is. XMLHttpRequest, because fetch cannot say how far an upload is. */
export function uploadFile(
  { application, type, subject, document, replaces, file }: Upload,
  words: { failed: string },
  onProgress: (share: number) => void,
): Promise<ApplicantDocument> {
  const asked = new URLSearchParams({ application, type, subject, name: file.name });
  if (document) asked.set("document", document);
  else if (replaces) asked.set("replaces", replaces);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/applicant/documents?${asked}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = (request.response ?? {}) as Answer;
      const message = answer.errors?.[0]?.message ?? answer.detail ?? words.failed;
      if (request.status < 300 && answer.id) done(answer as ApplicantDocument);
      else fail(PASSING.has(request.status) ? new Error(message) : new FileRefused(message));
    };
    request.onerror = () => fail(new Error(words.failed));
    request.ontimeout = request.onerror;
    request.send(file);
  });
}
