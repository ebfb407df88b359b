import { Button } from "@mantine/core";
import type { Total } from "@/components/trpc/list-state";
import { formatNumber } from "@/components/ui/format/words";
import { Kbd } from "@/components/ui/kbd";
import css from "./data-table.module.css";

interface TableFootProps {
  noun: string;
  count: number;
  total: Total | undefined;
  loadMore: (() => void) | undefined;
  isLoadingMore: boolean;
  hints: readonly { keys: string; label: string }[];
}

/** How many rows are shown, the way to more, and the keys that work here. */
export function TableFoot({ noun, count, total, loadMore, isLoadingMore, hints }: TableFootProps) {
  const all = total?.count ?? count;
  const word = all === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun;
  const shown = loadMore && total ? `${formatNumber(count)} of ` : "";
  return (
    <div className={css.foot}>
      <span>
        {shown}
        {total?.more && "more than "}
        {formatNumber(all)} {word}
        {loadMore && !total && " shown"}
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
