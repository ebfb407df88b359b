"use client";

import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { JsonObject } from "@/server/engine/state";
import css from "./trial.module.css";

const shown = (value: unknown) => JSON.stringify(value ?? {}, null, 2);

/** An object as text; half-written text changes nothing. */
export function JsonBox({
  label,
  description,
  value,
  onChange,
}: {
  label: string;
  description?: string;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
}) {
  const [text, setText] = useState(() => shown(value));
  const [isBroken, setBroken] = useState(false);
  return (
    <Textarea
      label={label}
      description={description}
      classNames={{ input: css.code ?? "" }}
      autosize
      minRows={3}
      maxRows={14}
      spellCheck={false}
      value={text}
      error={isBroken ? "Write an object: { … }. This is not complete JSON yet." : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const read = objectIn(event.currentTarget.value);
        setBroken(read === undefined);
        if (read) onChange(read);
      }}
    />
  );
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Data as it is. */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
    <section className={css.json} tabIndex={0} aria-label={label}>
      <pre>{JSON.stringify(value ?? null, null, 2)}</pre>
    </section>
  );
}
