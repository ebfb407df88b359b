"use client";

import { useEffect, useRef, useState } from "react";
import css from "./evidence.module.css";

export interface SectionTab {
  id: string;
  title: string;
  count?: number | undefined;
}

/** Tabs that scroll to their part of the evidence and follow the scrolling. */
export function SectionTabs({ tabs }: { tabs: readonly SectionTab[] }) {
  const [current, setCurrent] = useState(tabs[0]?.id);
  const bar = useRef<HTMLElement>(null);
  const ids = tabs.map((tab) => tab.id).join(" ");
  useEffect(() => {
    const look = () => {
      const line = (bar.current?.getBoundingClientRect().bottom ?? 0) + 48;
      const above = ids.split(" ").filter((id) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        return top !== undefined && top <= line;
      });
      setCurrent(above.at(-1) ?? ids.split(" ")[0]);
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [ids]);
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    const within = bar.current;
    if (tab && within) within.scrollLeft = tab.offsetLeft - within.clientWidth / 2 + tab.clientWidth / 2;
  }, [current]);
  return (
    <nav ref={bar} className={css.tabs} aria-label="Parts of the case">
      {tabs.map(({ id, title, count }) => (
        <a key={id} href={`#${id}`} aria-current={id === current || undefined}>
          {title}
          {count !== undefined && count > 0 && <span>{count}</span>}
        </a>
      ))}
    </nav>
  );
}
