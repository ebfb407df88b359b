import type { ReactNode } from "react";

/** One column: its words, its cell, and how it behaves where room is short. */
export interface Column<Row> {
  key: string;
  /** A text, or a picture with a name for ears. */
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** CSS width; the columns without one share what is left. */
  width?: string;
  /** Numbers stand at the end. */
  align?: "start" | "end";
  /** On a phone a row is a small card: one title, a line of the rest, or left out. */
  phone?: "title" | "line" | "hide";
  /** Set when the list can be ordered by this column. */
  sortable?: boolean;
}

export interface Sort {
  key: string;
  direction: "ascending" | "descending";
}
