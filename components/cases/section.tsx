import type { ReactNode } from "react";
import css from "./evidence.module.css";

interface SectionProps {
  id: string;
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of the evidence; the tabs above scroll to it. */
export function Section({ id, title, note, action, children }: SectionProps) {
  return (
    <section id={id} className={css.section} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <div className={css.sectionHead}>
        <h2 id={`${id}-title`}>{title}</h2>
        {note && <span className={css.note}>{note}</span>}
        {action && <span className={css.action}>{action}</span>}
      </div>
      {children}
    </section>
  );
}

/** Said where a section has nothing to show. */
export const Nothing = ({ children }: { children: ReactNode }) => <p className={css.nothing}>{children}</p>;
