"use client";

import { IconChevronLeft } from "@tabler/icons-react";
import frame from "./frame.module.css";
import css from "./pages.module.css";

interface ActionBarProps {
  label: string;
  /** It is under way; a second press does nothing. */
  isBusy?: boolean;
  onMain: () => void;
  back?: { label: string; onBack: () => void } | undefined;
}

/** The one main button, and the way back. */
export function ActionBar({ label, isBusy = false, onMain, back }: ActionBarProps) {
  return (
    <div className={css.bar}>
      <div className={`${frame.column} ${css.barRow}`}>
        {back && (
          <button type="button" className={css.back} aria-label={back.label} onClick={back.onBack}>
            <IconChevronLeft size={22} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className={css.primary}
          aria-disabled={isBusy || undefined}
          onClick={() => {
            if (!isBusy) onMain();
          }}
        >
          {label}
        </button>
      </div>
    </div>
  );
}
