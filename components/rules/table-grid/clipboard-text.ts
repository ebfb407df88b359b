/** Cells as spreadsheets put them on the clipboard: columns by tabs, lines by line ends, odd cells in quotation marks. */

export function writeClipboard(cells: readonly (readonly string[])[]): string {
  return cells.map((line) => line.map(written).join("\t")).join("\n");
}

const written = (cell: string) => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A cell in quotation marks that end where the cell ends. */
const QUOTED = /"((?:[^"]|"")*)"(?=\t|\r?\n|\r|$)/y;
const PLAIN = /[^\t\r\n]*/y;

/** Cells whose quotation marks are their own, such as `"DE","FR"`, are left as they are: not every program quotes. */
export function readClipboard(text: string): string[][] {
  const lines: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    QUOTED.lastIndex = at;
    const quoted = text[at] === '"' ? QUOTED.exec(text) : null;
    PLAIN.lastIndex = at;
    const found = quoted ?? PLAIN.exec(text);
    lines.at(-1)!.push(quoted ? quoted[1]!.replaceAll('""', '"') : (found?.[0] ?? ""));
    at += found?.[0].length ?? 0;
    if (at >= text.length) break;
    if (text[at] === "\t") at++;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      // What spreadsheets copy ends with a line end.
      if (at >= text.length) break;
      lines.push([]);
    }
  }
  return lines;
}
