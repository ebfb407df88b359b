"use client";

import { IconFileUpload } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import css from "./file-drop.module.css";

interface FileDropProps {
  /** What to do: *Drop a CSV here, or choose one*. */
  label: string;
  /** What is taken, in words. */
  hint: ReactNode;
  accept: string;
  onFile: (file: File) => void;
}

/** A place to drop one file, which is also the button that chooses it. */
export function FileDrop({ label, hint, accept, onFile }: FileDropProps) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      className={css.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <IconFileUpload size={28} stroke={1.4} aria-hidden />
      <span className={css.label}>{label}</span>
      <span className={css.hint}>{hint}</span>
      <input
        type="file"
        className={css.input}
        accept={accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          // The same file, mended, can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
