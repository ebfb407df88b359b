"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { DocumentDesk } from "./desk";

interface Failure {
  name: string;
  message: string;
  /** Absent when sending the same file again cannot help. */
  retry: (() => void) | undefined;
}

/** Thrown by a desk when the file itself is the trouble. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}

const namesOf = (files: File[]) => files.map((file) => file.name).join(", ");

/** Sends files to the desk: how far it is, what went wrong, and a picture of what was sent. */
export function useSending(
  desk: DocumentDesk,
  { type, path, replaces }: { type: string; path: string; replaces: string | undefined },
  onSent: (document: string) => void,
) {
  const [now, setNow] = useState<{ name: string; share: number } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const previews = useRef(new Map<string, { name: string; url: string | null }>());
  const held = useRef(replaces);
  held.current = replaces;
  const done = useRef(onSent);
  done.current = onSent;

  useEffect(() => {
    const kept = previews.current;
    return () => {
      for (const { url } of kept.values()) if (url) URL.revokeObjectURL(url);
    };
  }, []);

  const send = useCallback(
    async (files: File[], to?: string) => {
      if (files.length === 0) return;
      setFailure(null);
      setNow({ name: namesOf(files), share: 0 });
      try {
        const document = await desk.send(
          { type, path, files, document: to, replaces: held.current },
          (share) => setNow({ name: namesOf(files), share }),
        );
        const picture = files.find((file) => /^image\/(jpeg|png|webp)$/.test(file.type));
        previews.current.set(document, {
          name: files[0]?.name ?? "",
          url: picture ? URL.createObjectURL(picture) : null,
        });
        done.current(document);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const retry = error instanceof FileRefused ? undefined : () => void send(files, to);
        setFailure({ name: namesOf(files), message, retry });
      } finally {
        setNow(null);
      }
    },
    [desk, type, path],
  );

  return {
    now,
    failure,
    send: (files: File[], to?: string) => void send(files, to),
    dismiss: () => setFailure(null),
    previewOf: (document: string) => previews.current.get(document),
  };
}
