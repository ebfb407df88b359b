import { CloseButton } from "@mantine/core";
import type { ReactNode } from "react";
import css from "./filters.module.css";

/** The line above a list, of what narrows it. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className={css.filters}>{children}</div>;
}

interface FilterChipProps {
  children: ReactNode;
  /** What taking it away is called, where the words on the chip do not say it. */
  offLabel?: string;
  onOff: () => void;
}

/** A narrowing that can be taken away. */
export function FilterChip({ children, offLabel, onOff }: FilterChipProps) {
  return (
    <span className={css.chip}>
      {children}
      <CloseButton size="sm" aria-label={offLabel ?? `Take away: ${children}`} onClick={onOff} />
    </span>
  );
}
