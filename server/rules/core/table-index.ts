import type { Environment, Test } from "./environment";
import type { Axis } from "./table-axis";
import { FALSE, TRUE } from "./value";

/** Rows as bits: those a value lets through for certain, and those it does not rule out. */
interface Bits {
  sure: Int32Array;
  maybe: Int32Array;
}

/** What is remembered of one table may grow to this many numbers; what does not fit is worked out each time. */
const MOST_REMEMBERED = 1 << 21;

/** A column of a table: where its value stands, and the test of each row that has one there. */
export interface IndexedColumn {
  slot: number;
  axis: Axis;
  tests: readonly (Test | undefined)[];
}

/**
 * Answers of all rows at once. What a value means to each row of a column is worked out when the first value of its atom
 * comes and kept as bits, so that a look-up is one `and` per column and 32 rows.
 */
export class TableIndex {
  private readonly columns: readonly IndexedColumn[];
  private readonly known: (Bits | undefined)[][];
  private readonly chosen: Bits[];
  private readonly words: number;
  private readonly rows: number;
  private remembered = 0;

  constructor(columns: readonly IndexedColumn[], rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.words = (rows + 31) >> 5;
    this.known = columns.map(({ axis }) => new Array<undefined>(axis.size).fill(undefined));
    this.chosen = [];
  }

  /** Rows that hold and rows that are open, numbered from 1, in order. With `isFirst` nothing after the first that holds. */
  find(env: Environment, isFirst: boolean, matched: number[], unknown: number[]): void {
    const { columns, chosen, words, rows } = this;
    const width = columns.length;
    let isSure = true;
    for (let c = 0; c < width; c++) {
      const bits = this.bitsOf(c, env);
      chosen[c] = bits;
      if (bits.sure !== bits.maybe) isSure = false;
    }
    for (let word = 0; word < words; word++) {
      let maybe = word === words - 1 && rows & 31 ? (1 << (rows & 31)) - 1 : -1;
      for (let c = 0; c < width && maybe !== 0; c++) maybe &= chosen[c]!.maybe[word]!;
      if (maybe === 0) continue;
      let sure = maybe;
      if (!isSure) for (let c = 0; c < width && sure !== 0; c++) sure &= chosen[c]!.sure[word]!;
      while (maybe !== 0) {
        const bit = maybe & -maybe;
        const row = (word << 5) + 32 - Math.clz32(bit);
        if ((sure & bit) === 0) unknown.push(row);
        else {
          matched.push(row);
          if (isFirst) return;
        }
        maybe ^= bit;
      }
    }
  }

  private bitsOf(c: number, env: Environment): Bits {
    const { slot, axis } = this.columns[c]!;
    const atom = axis.locate(env.values[slot]);
    const known = atom < 0 ? undefined : this.known[c]![atom];
    if (known) return known;
    const bits = this.work(c, env);
    if (atom < 0 || this.remembered >= MOST_REMEMBERED) return bits;
    this.remembered += this.words * (bits.sure === bits.maybe ? 1 : 2);
    this.known[c]![atom] = bits;
    return bits;
  }

  private work(c: number, env: Environment): Bits {
    const { tests } = this.columns[c]!;
    const sure = new Int32Array(this.words);
    const maybe = new Int32Array(this.words);
    let isSure = true;
    for (let i = 0; i < tests.length; i++) {
      const truth = tests[i]?.(env) ?? TRUE;
      if (truth === FALSE) continue;
      maybe[i >> 5]! |= 1 << (i & 31);
      if (truth === TRUE) sure[i >> 5]! |= 1 << (i & 31);
      else isSure = false;
    }
    return isSure ? { sure, maybe: sure } : { sure, maybe };
  }
}
