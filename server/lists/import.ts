import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { ownName } from "./add-entry";
import { lockList } from "./find";
import { knownBySought } from "./known";
import { entryState } from "./policy";
import { type RowProblem, type RowRead, rowsOfCsv } from "./read-rows";
import { type ImportInput, type ImportResult, MAX_IMPORT_ROWS, MOST_PROBLEMS } from "./schema";
import { addRows, beginChange, endChange, type NextEntry } from "./write-change";

/** Rows looked up and written at once. */
const CHUNK = 2_000;

/**
 * Takes in a file of entries, read as it comes and never held whole. `look` says what would happen and does nothing;
 * else the good rows come in, or nothing does while one is bad: whoever sends it chooses. All of it is one change.
 */
export async function importEntries(
  ctx: Context,
  input: ImportInput,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ImportResult> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const result: ImportResult = {
      ...{ rows: 0, added: 0, changed: 0, unchanged: 0, bad: 0, problems: [], ignoredColumns: [] },
      ...{ applied: null, sample: [] },
    };
    const rowOf = new Map<string, number>();
    const isLook = input.mode === "look";
    const changeId = isLook
      ? undefined
      : await beginChange(tx, ctx, list, { kind: "import", reason: input.reason });
    const complain = (problem: RowProblem) => {
      result.bad++;
      if (result.problems.length < MOST_PROBLEMS) result.problems.push(problem);
    };
    let chunk: Extract<RowRead, { sought: string }>[] = [];
    const flush = async () => {
      const known = await knownBySought(
        tx,
        ctx,
        list,
        chunk.map(({ sought }) => sought),
      );
      const next: NextEntry[] = [];
      for (const row of chunk) {
        const { value, sought, reason = input.reason, validTo } = row;
        const before = known.get(sought);
        const counts = before && ["active", "upcoming"].includes(entryState(before, ctx.at));
        const validFrom = row.validFrom ?? (counts ? before.validFrom : ctx.at);
        const owner = row.owner ?? (counts ? before.owner : ownName(ctx));
        if (validTo !== null && (validTo <= validFrom || validTo <= ctx.at)) {
          const message = "It would expire before it begins to count.";
          complain({ row: row.row, column: "valid_to", value: validTo.toISOString().slice(0, 10), message });
          continue;
        }
        if (
          counts &&
          before.validFrom.getTime() === validFrom.getTime() &&
          before.validTo?.getTime() === validTo?.getTime() &&
          before.owner === owner &&
          (row.reason === undefined || before.reason === reason)
        ) {
          result.unchanged++;
          continue;
        }
        if (counts) result.changed++;
        else result.added++;
        if (result.sample.length < 5)
          result.sample.push({ row: row.row, value, reason, owner, validTo, isKnown: counts === true });
        next.push({
          ...{ entryId: before?.entryId ?? newId("listEntry", ctx.at), value, sought, validFrom, validTo },
          ...{ isWithdrawn: false, reason, owner, replaces: before?.changeId ?? null },
        });
      }
      if (changeId !== undefined) await addRows(tx, ctx, list, changeId, next);
      chunk = [];
    };
    for await (const read of rowsOfCsv(bytes, list)) {
      if ("ignoredColumns" in read) {
        result.ignoredColumns = read.ignoredColumns;
        continue;
      }
      if (++result.rows > MAX_IMPORT_ROWS)
        throw new DomainError("invalid", "A file has at most 1,000,000 rows. Split it.", {
          issues: [{ path: "file", code: "too_many_rows", message: "Split the file." }],
        });
      if ("problems" in read) {
        const [first, ...more] = read.problems;
        if (first) complain(first);
        for (const problem of more) if (result.problems.length < MOST_PROBLEMS) result.problems.push(problem);
        continue;
      }
      const first = rowOf.get(read.sought);
      if (first !== undefined) {
        const { row, value } = read;
        complain({ row, column: "value", value, message: `Row ${first} says the same value already.` });
        continue;
      }
      rowOf.set(read.sought, read.row);
      chunk.push(read);
      if (chunk.length === CHUNK) await flush();
    }
    if (chunk.length > 0) await flush();
    if (result.rows === 0)
      throw new DomainError("invalid", "The file has no rows.", {
        issues: [{ path: "file", code: "no_rows", message: "Send at least one row." }],
      });
    if (changeId === undefined) return result;
    const entries = result.added + result.changed;
    if (input.mode === "all_or_nothing" && result.bad > 0)
      throw new DomainError("invalid", `Nothing was imported: ${result.bad} rows need mending.`, {
        issues: result.problems.slice(0, 50).map(({ row, column, message }) => ({
          ...{ path: `rows.${row}.${column}`, code: "bad_row", message: `Row ${row}, ${column}: ${message}` },
        })),
      });
    if (entries === 0)
      throw new DomainError("invalid", "Nothing in this file is new or different: nothing was imported.", {
        issues: [{ path: "file", code: "nothing_new", message: "Nothing in this file is new or different." }],
      });
    result.applied = await endChange(tx, ctx, list, { id: changeId, kind: "import", entries });
    return result;
  });
}
