import type { ReactNode } from "react";
import css from "./panel.module.css";

interface PanelProps {
  title: string;
  /** A quiet remark beside the title. */
  note?: ReactNode;
  /** What stands at the end of the title's line: a link or a button. */
  action?: ReactNode;
  children: ReactNode;
  /** Lists and tables bring their own padding. */
  flush?: boolean;
}

/** A titled part of a page, bounded by a hairline. */
export function Panel({ title, note, action, children, flush = false }: PanelProps) {
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.header}>
        <h2 className={css.title}>{title}</h2>
        {note && <span className={css.note}>{note}</span>}
        {action && <span className={css.action}>{action}</span>}
      </header>
      <div className={flush ? undefined : css.body}>{children}</div>
    </section>
  );
}
