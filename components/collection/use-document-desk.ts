"use client";

import { useMemo, useRef } from "react";
import type { DocumentDesk } from "@/components/schema-form/desk";
import { FileRefused } from "@/components/schema-form/use-sending";
import type { ApplicantView } from "@/server/collection/schema";
import { acceptedMedia, MAX_FILES, MAX_UPLOAD_BYTES } from "@/server/documents/schema";
import type { Text } from "./messages/translate";
import { uploadDocument } from "./upload";

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
  const subject = useRef(subjectOf);
  subject.current = subjectOf;
  const sent = useRef(onSent);
  sent.current = onSent;
  const { applicationId, documents, documentTypes } = view;
  return useMemo(
    () => ({
      accept: ACCEPT,
      describe: (type) => documentTypes[type],
      find: (id) => {
        const found = documents.find((one) => one.id === id);
        return found && { ...found, previewUrl: null };
      },
      send: async ({ type, path, files }, onProgress) => {
        requireSendable(files, text);
        const id = await uploadDocument(
          { applicationId, type, subject: subject.current(path), files },
          { failed: text("upload.failed") },
          onProgress,
        );
        sent.current();
        return id;
      },
    }),
    [applicationId, documents, documentTypes, text],
  );
}
