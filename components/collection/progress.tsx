import type { ReactNode } from "react";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";

interface ProgressProps {
  step: number;
  total: number;
  title: string;
  text: Text;
  /** What stands at the end of the line. */
  children?: ReactNode;
}

/** How far somebody is, in steps: a per cent would promise what a changed answer can take back. */
export function Progress({ step, total, title, text, children }: ProgressProps) {
  return (
    <section aria-label={text("progress.label")}>
      <div className={css.top}>
        <span>{text("progress.step", { step, total, title })}</span>
        {children}
      </div>
      <ol className={css.segments} aria-hidden>
        {Array.from({ length: total }, (_, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place.
            key={at}
            data-done={at < step - 1 || undefined}
            data-now={at === step - 1 || undefined}
          />
        ))}
      </ol>
    </section>
  );
}
