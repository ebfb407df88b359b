import { useLocalStorage } from "@mantine/hooks";
import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import { useKeys } from "@/components/ui/keys";
import { ResizeHandle } from "@/components/ui/resize-handle";
import css from "./inspector.module.css";

const USUAL = 420;

/** The panel at the right of the canvas: as wide as whoever works here made it, or over everything. */
export function InspectorFrame({
  isFull,
  onFull,
  children,
}: {
  isFull: boolean;
  onFull: (isFull: boolean) => void;
  children: ReactNode;
}) {
  const [width, setWidth] = useLocalStorage({ key: "gatehouse.builder.inspector", defaultValue: USUAL });
  useKeys(
    "Builder",
    isFull ? [{ keys: "escape", label: "Settings back to the side", run: () => onFull(false) }] : [],
  );
  const back = (event: KeyboardEvent) => {
    if (!isFull || event.key !== "Escape" || event.defaultPrevented) return;
    // A list that is open in a field closes first.
    const { target } = event;
    if (target instanceof Element && target.closest("[data-expanded],[aria-expanded=true]:is(input)")) return;
    event.preventDefault();
    onFull(false);
  };
  return (
    <aside
      className={css.side}
      data-full={isFull || undefined}
      style={{ "--side-width": `${width}px` } as CSSProperties}
      onKeyDown={back}
    >
      {!isFull && (
        <ResizeHandle
          label="Width of the settings"
          edge="start"
          value={width}
          min={340}
          max={860}
          onChange={setWidth}
        />
      )}
      <div className={css.scroll}>{children}</div>
    </aside>
  );
}
