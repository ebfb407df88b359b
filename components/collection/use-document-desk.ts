"use client";

import { useMemo, useRef } from "react";
import type { DocumentDesk } from "@/components/schema-form/desk";
import { FileRefused } from "@/components/schema-form/use-sending";
import { useTRPCClient } from "@/components/trpc/client";
import type { ApplicantDocument, ApplicantView } from "@/server/collection/schema";
import { acceptedMedia, MAX_FILES, MAX_UPLOAD_BYTES } from "@/server/documents/schema";
import type { Text } from "./messages/translate";
import { uploadFile } from "./upload";

/* Phones name HEIC by its ending only. */
const ACCEPT = [...acceptedMedia, ".heic", ".heif"].join(",");

/** Refuses at once what the server would refuse after a long upload. What a file really is, only the server tells. */
function requireSendable(files: readonly File[], text: Text): void {
  if (files.length > MAX_FILES) throw new FileRefused(text("refusal.too_many_files"));
  for (const file of files) {
    if (file.size === 0) throw new FileRefused(text("refusal.empty"));
    if (file.size > MAX_UPLOAD_BYTES) throw new FileRefused(text("refusal.too_large"));
  }
}

/** Where document fields of this application send their files. `subjectOf` says whom a field's document is about. */
export function useDocumentDesk(
  view: ApplicantView,
  subjectOf: (path: string) => string,
  onSent: () => void,
  text: Text,
): DocumentDesk {
  const client = useTRPCClient();
  const live = useRef({ subjectOf, onSent });
  live.current = { subjectOf, onSent };
  /** What was just sent, until the view tells it too. */
  const sent = useRef(new Map<string, ApplicantDocument>());
  const { applicationId, documents } = view;

  return useMemo(
    () => ({
      accept: ACCEPT,
      find: (id) => {
        const found = documents.find((one) => one.id === id) ?? sent.current.get(id);
        if (!found) return undefined;
        const picture = `/api/applicant/documents/${id}/pages/1?application=${applicationId}`;
        return { ...found, previewUrl: found.state === "ready" && found.pages > 0 ? picture : null };
      },
      send: async ({ type, path, files, document, replaces }, onProgress) => {
        requireSendable(files, text);
        const subject = live.current.subjectOf(path);
        let to = document;
        for (const [index, file] of files.entries()) {
          const answer = await uploadFile(
            { application: applicationId, type, subject, document: to, replaces, file },
            { failed: text("upload.failed") },
            (share) => onProgress((index + share) / files.length),
          );
          sent.current.set(answer.id, answer);
          to = answer.id;
        }
        live.current.onSent();
        return to ?? "";
      },
      discard: (id) => {
        // One that was handed in stays, and one that cannot be reached now is swept with the application.
        client.collection.removeDocument.mutate({ documentId: id }).catch(() => undefined);
      },
    }),
    [applicationId, documents, text, client],
  );
}
