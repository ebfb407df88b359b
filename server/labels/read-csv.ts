import { CsvFault, CsvReader, type CsvRow } from "@/server/batches/csv/policy";
import { DomainError } from "@/server/errors";
import { type LabelFault, labelKeys, labelRow, MOST_LABELS } from "./schema";

/** What one row says, or what is wrong with it. */
export type ReadLabel =
  | { row: number; label: ReturnType<typeof labelRow.parse> }
  | { row: number; faults: LabelFault[] };

const spelled: { readonly [heading: string]: string } = {
  source_reference: "sourceReference",
  decision_id: "decision",
  run_id: "run",
  party_id: "party",
};
const nameOf = (heading: string): string => {
  const plain = heading
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  return spelled[plain] ?? plain;
};
const known = new Set(Object.keys(labelRow.shape));

/** Reads a file of labels: the headings are the fields' names; each row is read by itself. */
export function readLabelsCsv(text: string): ReadLabel[] {
  const [head, ...rows] = rowsOf(text);
  if (!head) throw new DomainError("invalid", "The file is empty.");
  const names = head.cells.map(nameOf);
  const unknown = head.cells.filter((heading, i) => heading.trim() !== "" && !known.has(names[i] ?? ""));
  if (unknown.length > 0)
    throw new DomainError("invalid", `No field is called ${unknown.map((one) => `“${one}”`).join(", ")}.`, {
      issues: unknown.map((column) => ({
        path: column,
        code: "unknown_column",
        message: `Use ${[...known].map((one) => (one === "sourceReference" ? "source_reference" : one)).join(", ")}.`,
      })),
    });
  const keys = labelKeys.filter((key) => names.includes(key));
  const missing = [
    ...(keys.length === 0 ? ["decision, run, party or reference"] : []),
    ...["label", "date"].filter((name) => !names.includes(name)),
  ];
  if (missing.length > 0)
    throw new DomainError("invalid", `The file lacks the column ${missing.join(", and the column ")}.`);
  if (rows.length === 0) throw new DomainError("invalid", "The file has no rows below its headings.");
  if (rows.length > MOST_LABELS)
    throw new DomainError("invalid", "A file holds at most 20,000 labels. Split it.");
  return rows.map(({ row, cells }) => {
    const given = Object.fromEntries(
      names.flatMap((name, i): [string, string][] => {
        const cell = cells[i]?.trim() ?? "";
        return name === "" || cell === "" ? [] : [[name, cell]];
      }),
    );
    const heading = (name: string) => head.cells[names.indexOf(name)] ?? name;
    const read = readLabel(row, { ...given, ...(given["label"] && { label: nameOf(given["label"]) }) });
    return "faults" in read
      ? { row, faults: read.faults.map((fault) => ({ ...fault, column: heading(fault.column) })) }
      : read;
  });
}

function rowsOf(text: string): CsvRow[] {
  const reader = new CsvReader();
  try {
    return [...reader.push(text), ...reader.end()];
  } catch (error) {
    if (error instanceof CsvFault) throw new DomainError("invalid", `Row ${error.row}: ${error.message}`);
    throw error;
  }
}

/** One label as it was sent, with everything that is wrong with it. */
export function readLabel(row: number, given: unknown): ReadLabel {
  const { success, data, error } = labelRow.safeParse(given);
  if (!success)
    return {
      row,
      faults: error.issues.map(({ path, message, code }) => ({
        row,
        column: path.map(String).join("."),
        message: code === "invalid_type" ? "It is missing." : message,
      })),
    };
  const named = labelKeys.filter((key) => data[key]);
  if (named.length !== 1)
    return {
      row,
      faults: [
        {
          row,
          column: named[1] ?? "",
          message:
            named.length === 0
              ? "Say what it is about: a decision, a run, a party or a reference."
              : "Say it in one column only: a decision, a run, a party or a reference.",
        },
      ],
    };
  if ((data.amount === undefined) !== (data.currency === undefined))
    return {
      row,
      faults: [
        {
          row,
          column: data.amount === undefined ? "amount" : "currency",
          message: "An amount and its currency come together.",
        },
      ],
    };
  return { row, label: data };
}
