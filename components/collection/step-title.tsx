"use client";

import { useEffect, useRef } from "react";
import css from "./pages.module.css";

/** The question of a page. A reader who came from another page begins here. */
export function StepTitle({ children, isArrival }: { children: string; isArrival: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isArrival) return;
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [isArrival]);
  return (
    <h1 ref={heading} tabIndex={-1} className={css.title}>
      {children}
    </h1>
  );
}
