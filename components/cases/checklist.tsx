import { Checkbox } from "@mantine/core";
import css from "./decision.module.css";

/** What the queue wants looked at. The ticks are the member's own help and no record, and say so. */
export function Checklist({
  lines,
  ticks,
  onTicks,
}: {
  lines: readonly string[];
  ticks: readonly string[];
  onTicks: (ticks: string[]) => void;
}) {
  if (lines.length === 0) return null;
  const done = lines.filter((line) => ticks.includes(line));
  return (
    <section className={css.part} aria-labelledby="checklist-title">
      <div className={css.partHead}>
        <h3 id="checklist-title">Checklist</h3>
        <span>
          {done.length} of {lines.length} done
        </span>
      </div>
      <div className={css.checklist}>
        {lines.map((line) => (
          <Checkbox
            key={line}
            size="xs"
            label={line}
            checked={ticks.includes(line)}
            onChange={(event) =>
              onTicks(event.currentTarget.checked ? [...done, line] : done.filter((one) => one !== line))
            }
          />
        ))}
      </div>
      <p className={css.voice}>Your own ticks, kept in this browser. They are no record.</p>
    </section>
  );
}
