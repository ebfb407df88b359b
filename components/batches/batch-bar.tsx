import { Progress } from "@mantine/core";
import { formatNumber } from "@/components/ui/format/words";
import type { BatchView } from "@/server/batches/schema";
import css from "./batches.module.css";

/** How many rows are behind the batch, and what became of them. */
export function BatchBar({ counts, size = "sm" }: { counts: BatchView["counts"]; size?: "sm" | "lg" }) {
  const { rows, decided, open, failed } = counts;
  const behind = decided + open + failed;
  const share = (count: number) => (rows === 0 ? 0 : (100 * count) / rows);
  return (
    <span className={css.bar}>
      <Progress.Root
        size={size}
        role="progressbar"
        aria-label="Rows done"
        aria-valuemin={0}
        aria-valuemax={rows}
        aria-valuenow={behind}
      >
        <Progress.Section value={share(decided)} color="var(--gh-approve)" withAria={false} />
        <Progress.Section value={share(open)} color="var(--gh-waiting)" withAria={false} />
        <Progress.Section value={share(failed)} color="var(--gh-decline)" withAria={false} />
      </Progress.Root>
      <span className={css.quiet}>
        {formatNumber(behind)} of {formatNumber(rows)}
      </span>
    </span>
  );
}
