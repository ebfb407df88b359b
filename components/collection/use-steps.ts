"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useEffect, useRef, useState } from "react";

export const REVIEW = "review";

/**
 * Which page is open, in the address, so that the browser's own back and forward work. Without one in the address it is
 * the first that is not finished, found once: a page must not turn while somebody types.
 */
export function useSteps(pages: readonly { key: string; title: string }[], firstOpen: string) {
  const [asked, setAsked] = useQueryState(
    "step",
    parseAsString.withOptions({ history: "push", scroll: false }),
  );
  const [start] = useState(firstOpen);
  const keys = [...pages.map((page) => page.key), REVIEW];
  const wanted = asked ?? start;
  const step = keys.includes(wanted) ? wanted : (keys[0] ?? REVIEW);
  const first = useRef(step);
  const hasMoved = useRef(false);
  if (step !== first.current) hasMoved.current = true;

  useEffect(() => {
    if (asked === null) void setAsked(start, { history: "replace" });
  }, [asked, start, setAsked]);

  const go = useCallback((key: string) => void setAsked(key), [setAsked]);
  const at = keys.indexOf(step);
  return {
    step,
    number: at + 1,
    total: keys.length,
    next: keys[at + 1],
    before: pages[at - 1],
    go,
    /** The reader came here from another page of this form. */
    isArrival: hasMoved.current,
  };
}
