"use client";

import { CopyButton, Tooltip, UnstyledButton } from "@mantine/core";
import css from "./id.module.css";
import { shortId } from "./words";

/** An id as people quote it: its tail, the whole on hover, copied on click. */
export function Id({ value }: { value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : `${value} (click to copy)`}>
          <UnstyledButton className={css.id} onClick={copy} aria-label={`${shortId(value)}: copy ${value}`}>
            {shortId(value)}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
