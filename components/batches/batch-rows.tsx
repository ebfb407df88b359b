"use client";

import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { BatchRowView, BatchView } from "@/server/batches/schema";
import { rowWords } from "./batch-words";
import css from "./batches.module.css";
import { batchParams, type RowChoice } from "./search-params";

const columns: readonly Column<BatchRowView>[] = [
  { key: "row", header: "Row", width: "80px", phone: "line", cell: ({ row }) => `Row ${row}` },
  {
    key: "reference",
    header: "Reference",
    width: "220px",
    phone: "title",
    cell: ({ reference, row }) => reference ?? <span className={css.quiet}>None, row {row}</span>,
  },
  {
    key: "state",
    header: "Now",
    width: "140px",
    phone: "line",
    cell: ({ state }) => <StatusChip tone={rowWords[state].tone}>{rowWords[state].title}</StatusChip>,
  },
  {
    key: "said",
    header: "What came of it",
    phone: "line",
    cell: ({ outcome, errors }) =>
      outcome ?? (
        <span className={css.errors}>
          {errors.map(({ path, code, message }) => (
            <span key={`${path} ${code}`}>
              {path && <code>{path.replace(/^input\./, "")}</code>} {message}
            </span>
          ))}
        </span>
      ),
  },
];

const empty: Record<RowChoice, { title: string; text?: string }> = {
  all: { title: "There are no rows" },
  failed: {
    title: "Every row could be read",
    text: "What cannot be decided would be listed here, with why.",
  },
  decided: { title: "No row is decided yet" },
  started: { title: "No row is under way" },
  pending: { title: "No row is waiting" },
};

interface BatchRowsProps {
  batchId: string;
  counts: BatchView["counts"];
  /** Rows change while one looks. */
  isMoving: boolean;
}

/** The rows of a batch: what is wrong first, then the rest by choice. A row that was begun leads to its run. */
export function BatchRows({ batchId, counts, isMoving }: BatchRowsProps) {
  const trpc = useTRPC();
  const [{ rows: choice }, setParams] = useQueryStates(batchParams, { history: "replace" });
  const query = useInfiniteQuery({
    ...trpc.batches.rows.infiniteQueryOptions(
      { batchId, ...(choice !== "all" && { state: choice }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    refetchInterval: isMoving ? 2_000 : false,
  });
  const label = (title: string, count: number) => `${title} ${formatNumber(count)}`;
  return (
    <>
      <div className={css.choice}>
        <SegmentedControl
          size="xs"
          aria-label="Which rows"
          value={choice}
          onChange={(rows) => void setParams({ rows: rows as RowChoice })}
          data={[
            { value: "failed", label: label("Not decided", counts.failed) },
            { value: "decided", label: label("Decided", counts.decided) },
            { value: "started", label: label("Under way", counts.open) },
            { value: "pending", label: label("Waiting", counts.pending) },
            { value: "all", label: label("All", counts.rows) },
          ]}
        />
      </div>
      <DataTable
        noun="rows"
        columns={columns}
        state={pagedStateOf(query)}
        rowKey={({ row }) => String(row)}
        rowName={({ row, reference }) => reference ?? `Row ${row}`}
        {...(choice !== "failed" && choice !== "pending" && { href: runHref })}
        empty={empty[choice]}
      />
    </>
  );
}

const runHref = ({ run }: BatchRowView) => (run ? `/runs/${run}` : "");
