import { FileRefused } from "@/components/schema-form/use-sending";

interface Upload {
  applicationId: string;
  type: string;
  subject: string;
  files: readonly File[];
}

interface Answer {
  id?: string;
  detail?: string;
  title?: string;
}

/** Statuses after which the same file may be sent again with better luck. */
const PASSING = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

/** Sends the files of one document. XMLHttpRequest, because fetch cannot say how far an upload is. */
export function uploadDocument(
  { applicationId, type, subject, files }: Upload,
  words: { failed: string },
  onProgress: (share: number) => void,
): Promise<string> {
  const body = new FormData();
  body.set("type", type);
  body.set("subject", subject);
  for (const file of files) body.append("file", file, file.name);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/applications/${applicationId}/documents`);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = (request.response ?? {}) as Answer;
      if (request.status < 300 && answer.id) done(answer.id);
      else if (PASSING.has(request.status)) fail(new Error(answer.detail ?? words.failed));
      else fail(new FileRefused(answer.detail ?? answer.title ?? words.failed));
    };
    request.onerror = () => fail(new Error(words.failed));
    request.ontimeout = request.onerror;
    request.timeout = 180_000;
    request.send(body);
  });
}
