"use client";

import { createContext, useContext } from "react";

/** A wish to stand in one field. A new object is a new wish, even for the same field. */
export interface FocusWish {
  path: string;
}

const FocusContext = createContext<FocusWish | null>(null);
export const FocusProvider = FocusContext.Provider;

/** The field somebody wants to stand in; lists open the element it lies in. */
export const useFocusWish = () => useContext(FocusContext);

const FRAMES = 12;

/** Puts the cursor into a field that may still be appearing. */
export function focusSoon(id: string, frames = FRAMES): void {
  const element = document.getElementById(id);
  if (element) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  } else if (frames > 0) requestAnimationFrame(() => focusSoon(id, frames - 1));
}
