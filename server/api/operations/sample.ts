/** Ids of the examples. A test puts those of its own rows in their place, and sends them. */
const id = (prefix: string, last: string) => `${prefix}_01kaxk3m9tfq4rjz2s6v8w0y1${last}`;

export const sample = {
  application: id("app", "b"),
  run: id("run", "c"),
  party: id("pty", "d"),
  /** Decided by the order check. */
  decision: id("dec", "e"),
  decidedRun: id("run", "f"),
  buyer: id("pty", "g"),
  /** Waits for a person. */
  case: id("case", "h"),
  reviewApplication: id("app", "h"),
  reviewRun: id("run", "j"),
  reviewParty: id("pty", "k"),
  analyst: id("mem", "m"),
  /** Stopped by a vendor that did not answer. */
  stuckRun: id("run", "n"),
  stuckParty: id("pty", "n"),
  /** Waits for a signal. */
  waitingRun: id("run", "v"),
  /** Was sent back to the applicant. */
  askedApplication: id("app", "q"),
  askedRun: id("run", "q"),
  requirement: id("req", "r"),
  document: id("doc", "p"),
  /** Of three orders, one of them wrong: done, and just begun. */
  batch: id("bat", "s"),
  openBatch: id("bat", "t"),
  endpoint: id("whe", "s"),
  /** Of the list of blocked e-mails. */
  listEntry: id("len", "s"),
} as const;

export const created = "2026-11-24T10:00:00.000Z";
