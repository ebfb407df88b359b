"use client";

import frame from "./frame.module.css";
import { textIn } from "./messages/translate";
import css from "./pages.module.css";

interface FailedProps {
  locale?: string;
  reference?: string | undefined;
  onRetry: () => void;
}

/** The page itself could not be shown. */
export function Failed({ locale = "en", reference, onRetry }: FailedProps) {
  const text = textIn(locale);
  return (
    <div className={frame.column}>
      <main className={css.main} id="form" role="alert">
        <h1 className={css.title}>{text("failed.title")}</h1>
        <p className={css.lead}>{text("failed.lead")}</p>
        {reference && <p className={css.mono}>{text("failed.reference", { reference })}</p>}
        <button type="button" className={css.primary} onClick={onRetry}>
          {text("failed.retry")}
        </button>
      </main>
    </div>
  );
}
