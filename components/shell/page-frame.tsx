"use client";

import type { ReactNode } from "react";
import { type Crumb, useCrumbs } from "./crumbs";
import css from "./page-frame.module.css";

interface PageFrameProps {
  title: ReactNode;
  /** A quiet remark beside the title: *214 open, 27 due today*. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Between the title and the content: tabs, filters. */
  bar?: ReactNode;
  /** Tables take the full width, forms 720 px, dashboards 1216 px. */
  width?: "full" | "wide" | "form";
  /** The way here below the room. */
  crumbs?: readonly Crumb[];
  children: ReactNode;
}

const none: readonly Crumb[] = [];

/** A page: its title, what can be done, and its content in the width it needs. */
export function PageFrame(props: PageFrameProps) {
  const { title, note, actions, bar, width = "full", crumbs = none, children } = props;
  useCrumbs(crumbs);
  return (
    <div className={css.frame} data-width={width}>
      <header className={css.header}>
        <h1 className={css.title}>{title}</h1>
        {note && <span className={css.note}>{note}</span>}
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {bar}
      <div className={css.content}>{children}</div>
    </div>
  );
}
