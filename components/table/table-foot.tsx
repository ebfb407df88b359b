import { Button } from "@mantine/core";
import { formatNumber } from "@/components/ui/format/words";
import { Kbd } from "@/components/ui/kbd";
import css from "./data-table.module.css";

interface TableFootProps {
  noun: string;
  count: number;
  loadMore: (() => void) | undefined;
  isLoadingMore: boolean;
  hints: readonly { keys: string; label: string }[];
}

/** How many rows are shown, the way to more, and the keys that work here. */
export function TableFoot({ noun, count, loadMore, isLoadingMore, hints }: TableFootProps) {
  const word = count === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun;
  return (
    <div className={css.foot}>
      <span>
        {formatNumber(count)} {word}
        {loadMore && " shown"}
      </span>
      {loadMore && (
        <Button variant="default" size="compact-sm" onClick={loadMore} loading={isLoadingMore}>
          Show more
        </Button>
      )}
      <span className={css.hints} aria-hidden>
        {hints.map(({ keys, label }) => (
          <span key={keys} className={css.hint}>
            <Kbd keys={keys} /> {label}
          </span>
        ))}
      </span>
    </div>
  );
}
