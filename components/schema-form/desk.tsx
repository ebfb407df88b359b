"use client";

import { createContext, useContext } from "react";

/** A document as its sender sees it. */
export interface DeskDocument {
  id: string;
  name: string;
  state: "processing" | "ready" | "refused";
  /** Why it was refused, in words. */
  refusal: string | null;
  pages: number;
  /** A picture of the first page, when there is one. */
  previewUrl: string | null;
}

/** Where a document field hands files in. The product supplies it; fields know nothing of servers. */
export interface DocumentDesk {
  find: (id: string) => DeskDocument | undefined;
  /**
   * Sends files and answers with the document they became; rejects with words for the sender. `path` says which field
   * asks, `document` which one the files are further pages of, `replaces` which one the field held until now.
   */
  send: (
    ask: {
      type: string;
      path: string;
      files: File[];
      document?: string | undefined;
      replaces?: string | undefined;
    },
    onProgress: (share: number) => void,
  ) => Promise<string>;
  /** Takes back a document its sender took out for good. */
  discard: (id: string) => void;
  /** For the file chooser. */
  accept: string;
}

const DeskContext = createContext<DocumentDesk | undefined>(undefined);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): DocumentDesk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a document field was drawn without a place to send documents to");
  return desk;
}
