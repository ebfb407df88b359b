import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import css from "./resize-handle.module.css";

interface ResizeHandleProps {
  /** What it changes, as ears hear it: "Width of the settings". */
  label: string;
  /** The edge it stands on, of what it changes. */
  edge: "top" | "start";
  /** Pixels. */
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

const STEP = 24;

/** The edge of a panel, which is dragged, or moved by the arrow keys; Home and End go to its limits. */
export function ResizeHandle({ label, edge, value, min, max, onChange }: ResizeHandleProps) {
  const grip = useRef<{ at: number; value: number }>(undefined);
  const place = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  const along = (event: PointerEvent) => (edge === "top" ? event.clientY : event.clientX);
  // A panel at the end of its line grows towards the beginning, which is the right where the page runs so.
  const sign = (at: Element) => (edge === "start" && getComputedStyle(at).direction === "rtl" ? -1 : 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = edge === "top" ? "ArrowUp" : sign(event.currentTarget) > 0 ? "ArrowLeft" : "ArrowRight";
    const shrink = edge === "top" ? "ArrowDown" : sign(event.currentTarget) > 0 ? "ArrowRight" : "ArrowLeft";
    const next = { [grow]: value + STEP, [shrink]: value - STEP, Home: min, End: max }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    place(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be taken hold of.
    <div
      className={css.handle}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === "top" ? "horizontal" : "vertical"}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      data-edge={edge}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { at: along(event), value };
      }}
      onPointerMove={(event) => {
        const from = grip.current;
        if (from) place(from.value + (from.at - along(event)) * sign(event.currentTarget));
      }}
      onPointerUp={() => {
        grip.current = undefined;
      }}
      onPointerCancel={() => {
        grip.current = undefined;
      }}
    />
  );
}
