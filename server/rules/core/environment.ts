import type { RunData } from "@/server/engine/state";
import { type CalendarSettings, type Moment, parseMoment } from "./calendar";
import type { Truth } from "./value";

/** What a test over a list found, by position. Unknown elements count as not matching. */
export interface ListFinding {
  of: number;
  matched: number[];
  unknown: number[];
}

/** The one mutable thing during an evaluation: data in, values and answers out. */
export interface Environment {
  data: RunData;
  /** Element under test inside a quantifier. */
  item: unknown;
  now: Moment & { kind: "date_time" };
  /** One value per slot of the layout. */
  values: unknown[];
  /** One answer per leaf of the layout; -1 = not evaluated. */
  truths: Truth[];
  /** What tests over lists found, by leaf. */
  findings: (ListFinding | undefined)[];
  /** Elements a count or total had to leave out, by slot. */
  left: (number[] | undefined)[];
  /** Entries of named lists that covered a value, since the last test that asked; and by leaf. */
  hits: string[];
  entries: { [leaf: number]: string[] } | undefined;
  /** What it has done so far; see `work.ts`. */
  work: number;
}

export type Get = (env: Environment) => unknown;
export type Test = (env: Environment) => Truth;
/** A test of the value on the left; the right side is already known to it. */
export type ValueTest = (left: unknown, env: Environment) => Truth;

const EMPTY: RunData = { input: {}, party: {}, forms: {}, nodes: {}, values: {} };

export function newEnvironment(slots: number, leaves: number): Environment {
  return {
    data: EMPTY,
    item: undefined,
    now: { kind: "date_time", day: 0, ms: 0 },
    values: new Array<unknown>(slots).fill(undefined),
    truths: new Array<Truth>(leaves).fill(-1),
    findings: new Array<ListFinding | undefined>(leaves).fill(undefined),
    left: new Array<number[] | undefined>(slots).fill(undefined),
    hits: [],
    entries: undefined,
    work: 0,
  };
}

/** Reads the evaluation's time; the last one is remembered, because a batch shares it. */
export function compileClock({ timeZone }: CalendarSettings): (at: string) => Environment["now"] {
  let last = "";
  let now: Environment["now"] = { kind: "date_time", day: 0, ms: 0 };
  return (at) => {
    if (at === last) return now;
    const moment = parseMoment(at, timeZone);
    if (moment?.kind !== "date_time")
      throw new RangeError(`"${at}" is not a date-time like 2026-01-31T12:00:00Z.`);
    last = at;
    now = moment;
    return moment;
  };
}
