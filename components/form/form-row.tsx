import type { ReactNode } from "react";
import css from "./form.module.css";

/** One row of a settings form: what it is and why, beside the field itself; under each other where room is short. */
export function FormRow({ title, help, children }: { title: string; help?: ReactNode; children: ReactNode }) {
  return (
    <div className={css.row}>
      <div>
        <div className={css.title}>{title}</div>
        {help && <div className={css.help}>{help}</div>}
      </div>
      <div className={css.field}>{children}</div>
    </div>
  );
}
