import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import css from "./state.module.css";

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** The first thing to do about it. */
  action?: ReactNode;
  icon?: TablerIcon | undefined;
}

/** Nothing is here, in words, with the way on. */
export function EmptyState({ title, children, action, icon: Icon }: EmptyStateProps) {
  return (
    <div className={css.state}>
      {Icon && <Icon size={28} stroke={1.4} aria-hidden />}
      <p className={css.title}>{title}</p>
      {children && <p className={css.text}>{children}</p>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}
