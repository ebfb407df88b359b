import Link from "next/link";
import classes from "./canvas.module.css";
import type { CanvasFigure, CanvasTally } from "./graph";

/** A number that leads to what it counts. */
export function Figure({ figure }: { figure: CanvasFigure }) {
  const { words, label, href, tone } = figure;
  const shown = { className: `${classes.figure} nopan`, "data-tone": tone, title: label };
  if (href === undefined) return <span {...shown}>{words}</span>;
  return (
    <Link
      {...shown}
      href={href}
      aria-label={label}
      onClick={(event) => event.stopPropagation()}
      // Enter on the card opens what is behind it; on a number it follows the number.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {words}
    </Link>
  );
}

/** How many came to a node; its room is kept while that is being read. */
export function Came({ tally: { came } }: { tally: CanvasTally }) {
  return <span className={classes.came}>{came && <Figure figure={came} />}</span>;
}

/** What stands there now. */
export function Stands({ figures }: { figures: readonly CanvasFigure[] }) {
  if (figures.length === 0) return null;
  return (
    <span className={classes.stands}>
      {figures.map((figure) => (
        <Figure key={figure.label} figure={figure} />
      ))}
    </span>
  );
}
