import type { Capability, TestValue } from "./contract";

/**
 * The one table of sandbox answers. The last two digits of a number, or the last word of a name, choose the answer.
 * Check digits stand at the front of an IBAN, so its ending is free to choose; a company's legal form is not a word
 * of its name. An ending that is not listed is a number nobody knows, or a name nobody looks for.
 */

/** What the vendor does before it says anything. `never` outlasts the check's time limit. */
export type SandboxManner =
  | "answers"
  | "slow"
  | "never"
  | "down"
  | "down_once"
  | "garbage"
  | "refuses"
  /** Takes the question; its answer comes by a callback, or never. */
  | "calls_back"
  | "forgets";

export interface SandboxAnswer extends TestValue {
  by: "number" | "name";
  /** Which file of the vendor's is sent; its client writes it. */
  says: string;
  manner: SandboxManner;
}

export const ANY_OTHER = "any other";

type Row = [suffix: string, says: string, answer: string, manner?: SandboxManner];

const rowsOf = (
  capability: Capability,
  by: SandboxAnswer["by"],
  field: string,
  rows: Row[],
): SandboxAnswer[] =>
  rows.map(([suffix, says, answer, manner = "answers"]) => ({
    capability,
    by,
    field,
    suffix,
    says,
    answer,
    manner,
  }));

const troubleByNumber = (good: string, unlisted: string): Row[] => [
  ["10", "absent", "Not found"],
  ["20", good, "The good answer after 1.5 seconds", "slow"],
  ["21", good, "No answer within the time limit", "never"],
  ["30", good, "Unavailable, however often it is asked", "down"],
  ["31", good, "Unavailable at the first attempt, then the good answer", "down_once"],
  ["40", good, "An answer that cannot be read", "garbage"],
  ["41", "riddle", "A word we do not know: unknown"],
  ["50", good, "Refused", "refuses"],
  [ANY_OTHER, unlisted, "Not found"],
];

const troubleByName = (good: string, answer: string): Row[] => [
  ["Nobody", "absent", "Not found"],
  ["Slow", good, "The good answer after 1.5 seconds", "slow"],
  ["Timeout", good, "No answer within the time limit", "never"],
  ["Down", good, "Unavailable, however often it is asked", "down"],
  ["Flaky", good, "Unavailable at the first attempt, then the good answer", "down_once"],
  ["Garbage", good, "An answer that cannot be read", "garbage"],
  ["Riddle", "riddle", "A word we do not know: unknown"],
  ["Refused", good, "Refused", "refuses"],
  [ANY_OTHER, good, answer],
];

export const sandboxAnswers: readonly SandboxAnswer[] = [
  ...rowsOf("company_lookup", "number", "Registration number", [
    ["00", "active", "Active, under the name that was asked for"],
    ["01", "dissolved", "Dissolved"],
    ["02", "liquidation", "In liquidation"],
    ["03", "strike_off", "About to be struck off"],
    ["04", "several", "Three companies could be meant"],
    ["05", "other_name", "Active, under another name"],
    ["06", "young", "Active, incorporated 30 days ago"],
    ...troubleByNumber("active", "absent"),
  ]),
  ...rowsOf("watchlist_screening", "name", "Name", [
    ["Pep", "pep", "A politically exposed person"],
    ["Sanctioned", "sanctioned", "On a sanctions list"],
    ["Adverse", "adverse", "Adverse media"],
    ["Maybe", "maybe", "One possible hit, not confirmed"],
    ["Several", "several", "Three hits on three lists"],
    ...troubleByName("nothing", "No hits"),
  ]),
  ...rowsOf("identity_document", "number", "Document number", [
    ["00", "genuine", "Genuine, with the name and birth date that were asked for"],
    ["01", "forged", "Forged"],
    ["02", "expired", "Expired"],
    ["03", "other_name", "Genuine, in another name"],
    ["04", "other_birth_date", "Genuine, with another birth date"],
    ["05", "unreadable", "Unreadable"],
    ["06", "several", "Expired and in another name"],
    ["07", "genuine", "Genuine, told by a callback a few seconds later", "calls_back"],
    ["08", "forged", "Forged, told by a callback a few seconds later", "calls_back"],
    ["09", "genuine", "A callback is promised and never comes", "forgets"],
    ...troubleByNumber("genuine", "absent"),
  ]),
  ...rowsOf("identity_document", "name", "Last name, when no document number was given", [
    ["Forged", "forged", "Forged"],
    ["Expired", "expired", "Expired"],
    ["Unreadable", "unreadable", "Unreadable"],
    ["Several", "several", "Expired and in another name"],
    ...troubleByName("genuine", "Genuine, with the name and birth date that were asked for"),
  ]),
  ...rowsOf("bank_account_name", "number", "Account number or IBAN", [
    ["00", "match", "The account is in the holder's name"],
    ["01", "no_match", "The account is in another name"],
    ["02", "close", "The account is in a similar name"],
    ["03", "closed", "The account is closed"],
    ["04", "several", "A joint account of several holders"],
    ["05", "abroad", "The holder's name, at a bank in Lithuania"],
    ...troubleByNumber("match", "absent"),
  ]),
];

/** The rows of one capability, for its connection's page. */
export const testValuesOf = (capability: Capability): TestValue[] =>
  sandboxAnswers
    .filter((row) => row.capability === capability)
    .map(({ field, suffix, answer }) => ({ capability, field, suffix, answer }));

const legalForms = new Set(
  "ltd limited plc llp llc inc incorporated corp corporation co company gmbh ug ag kg se sa sarl bv oy ab".split(
    " ",
  ),
);

/** The last word of a name in small letters, without legal form, punctuation or `(haftungsbeschränkt)`. */
export function lastWord(name: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\(.*?\)/g, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  while (words.length > 1 && legalForms.has(words.at(-1) ?? "")) words.pop();
  return words.at(-1) ?? "";
}

/** The last two digits of a number, whatever stands between or after them. */
export const lastTwoDigits = (number: string): string => number.replace(/[^0-9]/g, "").slice(-2);

/** The row that answers. `by` says whether the identifying value is a number or a name. */
export function sandboxAnswer(capability: Capability, by: SandboxAnswer["by"], value: string): SandboxAnswer {
  const ending = by === "number" ? lastTwoDigits(value) : lastWord(value);
  const rows = sandboxAnswers.filter((row) => row.capability === capability && row.by === by);
  // A name without a letter is nobody's: it must not read as a name without hits.
  const row =
    (by === "name" && ending === "" ? rows.find(({ says }) => says === "absent") : undefined) ??
    rows.find(({ suffix }) => suffix !== ANY_OTHER && suffix.toLowerCase() === ending) ??
    rows.find(({ suffix }) => suffix === ANY_OTHER);
  if (!row) throw new Error(`the sandbox has no answers to ${capability} by ${by}`);
  return row;
}

/** A number below `below` that is always the same for one text: invented facts stay what they were. */
export function invented(text: string, below: number): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  return hash % below;
}
