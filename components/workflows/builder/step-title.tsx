import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { renameNode } from "@/server/workflows/edits/policy";
import css from "./inspector/inspector.module.css";
import type { Builder } from "./use-builder";

/**
 * What a step is called. The field keeps what is typed, also a space at its end or nothing at all; the step is called by
 * it as soon as it is a title, and the field goes back to that when it is left.
 */
export function StepTitle({ builder, node: key, title }: { builder: Builder; node: string; title: string }) {
  const [typed, setTyped] = useState(title);
  useEffect(() => setTyped((mine) => (mine.trim() === title ? mine : title)), [title]);
  return (
    <TextInput
      aria-label="Title of the step"
      variant="unstyled"
      classNames={{ input: css.title ?? "" }}
      value={typed}
      maxLength={120}
      readOnly={builder.isReadOnly}
      error={typed.trim() === "" ? "A step needs a title." : undefined}
      onBlur={() => setTyped(title)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        builder.edit(`Rename “${title}”`, (parts) => renameNode(parts, key, next), { merge: `title ${key}` });
      }}
    />
  );
}
