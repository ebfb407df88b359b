import { Progress } from "@mantine/core";
import { formatNumber } from "@/components/ui/format/words";
import type { BacktestView } from "@/server/backtests/schema";
import css from "./backtests.module.css";

/** How far a backtest is. */
export function BacktestBar({
  done,
  chosen,
  size = "sm",
}: Pick<BacktestView, "done" | "chosen"> & { size?: "sm" | "lg" }) {
  return (
    <span className={css.bar}>
      <Progress
        size={size}
        value={chosen === 0 ? 0 : (100 * done) / chosen}
        aria-label="Decisions replayed"
      />
      <span className={css.quiet}>
        {formatNumber(done)} of {formatNumber(chosen)}
      </span>
    </span>
  );
}
