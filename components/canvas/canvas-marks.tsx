import { IconAlertTriangle, IconCheck, IconMinus, IconPencil, IconPlus, IconX } from "@tabler/icons-react";
import classes from "./canvas.module.css";
import type { CanvasChange } from "./graph";

/** Several ways lead here, and any one of them goes on: not the bar at which ways wait for one another. */
export function Merge({ mark }: { mark: string }) {
  return (
    <span className={classes.merge} data-mark={mark} title="Any one of several ways leads here">
      <IconX size={9} stroke={2.2} aria-hidden />
    </span>
  );
}

/** What a run did here: came by, stands here, suffers. */
export function NodeMark({ mark, visits }: { mark: string; visits: number | undefined }) {
  if (mark === "trouble")
    return (
      <span className={classes.mark} data-mark="trouble">
        <IconAlertTriangle size={13} stroke={1.8} aria-hidden />
      </span>
    );
  if (mark === "here")
    return (
      <span className={classes.mark} data-mark="here">
        Now
      </span>
    );
  if (mark !== "taken") return null;
  return (
    <span className={classes.mark} data-mark="taken">
      {visits && visits > 1 ? `${visits}×` : <IconCheck size={13} stroke={2} aria-hidden />}
    </span>
  );
}

const changes = {
  added: { icon: IconPlus, word: "Added" },
  removed: { icon: IconMinus, word: "Removed" },
  changed: { icon: IconPencil, word: "Changed" },
} as const;

/** What became of it between two texts: icon, word and colour. */
export function ChangeMark({ change }: { change: CanvasChange | undefined }) {
  if (!change) return null;
  const { icon: Icon, word } = changes[change];
  return (
    <span className={classes.change} data-change={change}>
      <Icon size={11} stroke={2.2} aria-hidden />
      {word}
    </span>
  );
}
