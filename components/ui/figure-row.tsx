import css from "./figure-row.module.css";

/** A few figures in a row, each above its name. */
export function FigureRow({
  figures,
  isLive = false,
}: {
  figures: readonly (readonly [name: string, value: string])[];
  /** They change while they are looked at. */
  isLive?: boolean;
}) {
  return (
    <dl className={css.figures} aria-live={isLive ? "polite" : undefined}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
