import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2 } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";
import css from "./inspector.module.css";

/** Lets the panel have the whole width, and gives it back. */
export function FullButton({ isFull, onFull }: { isFull: boolean; onFull: (isFull: boolean) => void }) {
  return (
    <IconButton
      className={css.expand ?? ""}
      variant="subtle"
      color="gray"
      label={isFull ? "Back to the side (Esc)" : "Over the full width"}
      aria-pressed={isFull}
      icon={isFull ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal}
      onClick={() => onFull(!isFull)}
    />
  );
}
