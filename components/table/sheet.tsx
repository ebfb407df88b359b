import type { ReactNode } from "react";
import css from "./sheet.module.css";

interface SheetProps {
  children: ReactNode;
  /** Columns keep the widths they ask for, whatever the rows say. */
  fixed?: boolean;
}

/** The paper a list lies on. */
export function Sheet({ children, fixed = false }: SheetProps) {
  return (
    <div className={css.sheet} data-fixed={fixed || undefined}>
      {children}
    </div>
  );
}
