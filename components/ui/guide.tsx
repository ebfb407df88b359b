"use client";

import { Button, Portal } from "@mantine/core";
import { type CSSProperties, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import css from "./guide.module.css";

export interface GuideStep {
  /** The `data-tour` of what it is about. A step whose place is not on the screen is left out. */
  anchor: string;
  title: string;
  text: string;
}

interface GuideProps {
  /** What the guide is called by ears. */
  label: string;
  steps: readonly GuideStep[];
  onClose: () => void;
}

const WIDTH = 320;
const GAP = 12;
const placeOf = (anchor: string) =>
  document.querySelector<HTMLElement>(`[data-tour="${anchor}"]`)?.getBoundingClientRect();
const isThere = ({ anchor }: GuideStep) => (placeOf(anchor)?.width ?? 0) > 0;

/**
 * Walks through a screen, one place after the other. It lies beside the screen and not over it: everything stays usable,
 * and Escape ends it.
 */
export function Guide({ label, steps, onClose }: GuideProps) {
  const [at, setAt] = useState(-1);
  const [place, setPlace] = useState<DOMRect>();
  const card = useRef<HTMLElement>(null);
  const step = steps[at];
  const seek = useCallback(
    (from: number, by: 1 | -1) => {
      for (let i = from; i >= 0 && i < steps.length; i += by) if (isThere(steps[i] as GuideStep)) return i;
      return undefined;
    },
    [steps],
  );
  const go = (by: 1 | -1) => {
    const next = seek(at + by, by);
    if (next !== undefined) setAt(next);
    else if (by === 1) onClose();
  };
  // The screen may still be arriving: begin as soon as one of the places is there.
  useEffect(() => {
    if (at >= 0) return;
    const timer = setInterval(() => {
      const first = seek(0, 1);
      if (first !== undefined) setAt(first);
    }, 200);
    return () => clearInterval(timer);
  }, [at, seek]);
  useLayoutEffect(() => {
    if (!step) return;
    const measure = () => setPlace(placeOf(step.anchor));
    measure();
    const timer = setInterval(measure, 300);
    window.addEventListener("resize", measure);
    return () => {
      clearInterval(timer);
      window.removeEventListener("resize", measure);
    };
  }, [step]);
  useEffect(() => {
    if (step) card.current?.focus();
  }, [step]);
  if (!step || !place) return null;
  const isFirst = seek(at - 1, -1) === undefined;
  const isLast = seek(at + 1, 1) === undefined;
  const count = steps.filter(isThere).length;
  const number = steps.slice(0, at + 1).filter(isThere).length;
  return (
    <Portal>
      <div
        className={css.ring}
        style={{ top: place.top, left: place.left, width: place.width, height: place.height }}
        aria-hidden
      />
      <section
        ref={card}
        className={css.card}
        style={beside(place)}
        role="dialog"
        aria-label={`${label}: ${step.title}`}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      >
        <p className={css.count}>
          {number} of {count}
        </p>
        <h2 className={css.title}>{step.title}</h2>
        <p className={css.text}>{step.text}</p>
        <div className={css.acts}>
          {!isLast && (
            <Button variant="subtle" size="compact-sm" onClick={onClose}>
              Skip the rest
            </Button>
          )}
          <span className={css.space} />
          {!isFirst && (
            <Button variant="default" size="compact-sm" onClick={() => go(-1)}>
              Back
            </Button>
          )}
          <Button size="compact-sm" onClick={() => go(1)}>
            {isLast ? "Done" : "Next"}
          </Button>
        </div>
      </section>
    </Portal>
  );
}

/** At the side of a place where there is room, and always inside the window. */
function beside(place: DOMRect): CSSProperties {
  const { innerWidth, innerHeight } = window;
  const width = Math.min(WIDTH, innerWidth - 2 * GAP);
  const right = place.right + GAP;
  const left = place.left - GAP - width;
  const x = right + width <= innerWidth ? right : left >= 0 ? left : (innerWidth - width) / 2;
  const isBeside = x === right || x === left;
  const y = isBeside ? place.top : place.bottom + GAP;
  const height = 200;
  return {
    width,
    left: Math.max(GAP, x),
    top: Math.max(GAP, Math.min(y, innerHeight - height - GAP)),
  };
}
