import type { Cell, Range } from "./sheet";

/** What a key means to a grid of cells; `edit` begins with a letter, or with what stands in the cell. */
export type GridAct =
  | { do: "select"; range: Range }
  | { do: "edit"; text?: string }
  | { do: "clear" | "fill" | "leave" | "collapse" }
  | { do: "move"; by: -1 | 1 };

interface Key {
  key: string;
  shift: boolean;
  mod: boolean;
  alt: boolean;
}

/** Rows from 0 to `rows`, the row behind the last among them, and columns. */
interface Size {
  rows: number;
  columns: number;
  /** Rows that are seen at once. */
  page: number;
}

const limit = (value: number, most: number) => Math.max(0, Math.min(value, most));

/** As spreadsheets have it; undefined for keys that are somebody else's. */
export function actOfKey({ key, shift, mod, alt }: Key, range: Range, size: Size): GridAct | undefined {
  const last: Cell = { row: size.rows - 1, column: size.columns - 1 };
  const { head } = range;
  const to = (row: number, column: number, extends_ = shift): GridAct => {
    const next = { row: limit(row, last.row), column: limit(column, last.column) };
    return {
      do: "select",
      range: extends_ ? { anchor: range.anchor, head: next } : { anchor: next, head: next },
    };
  };
  if (alt)
    return key === "ArrowUp" || key === "ArrowDown"
      ? { do: "move", by: key === "ArrowUp" ? -1 : 1 }
      : undefined;
  const far = mod ? Number.POSITIVE_INFINITY : 1;
  switch (key) {
    case "ArrowUp":
      return to(head.row - far, head.column);
    case "ArrowDown":
      return to(head.row + far, head.column);
    case "ArrowLeft":
      return to(head.row, head.column - far);
    case "ArrowRight":
      return to(head.row, head.column + far);
    case "PageUp":
      return to(head.row - size.page, head.column);
    case "PageDown":
      return to(head.row + size.page, head.column);
    case "Home":
      return to(mod ? 0 : head.row, 0);
    case "End":
      return to(mod ? last.row : head.row, last.column);
    case "Tab": {
      const next = head.row * size.columns + head.column + (shift ? -1 : 1);
      if (next < 0 || next >= size.rows * size.columns) return { do: "leave" };
      return to(Math.floor(next / size.columns), next % size.columns, false);
    }
    case "Escape":
      return range.anchor.row !== head.row || range.anchor.column !== head.column
        ? { do: "collapse" }
        : { do: "leave" };
    case "Enter":
    case "F2":
      return mod ? undefined : { do: "edit" };
    case "Delete":
    case "Backspace":
      return { do: "clear" };
    case " ":
      return shift
        ? {
            do: "select",
            range: { anchor: { row: range.anchor.row, column: 0 }, head: { ...last, row: head.row } },
          }
        : { do: "edit", text: "" };
    default:
      if (mod && key.toLowerCase() === "a")
        return { do: "select", range: { anchor: { row: 0, column: 0 }, head: last } };
      if (mod && key.toLowerCase() === "d") return { do: "fill" };
      return key.length === 1 && !mod ? { do: "edit", text: key } : undefined;
  }
}
