import type { z } from "zod";
import type { requestSchemas } from "../contract";

export type BankQuestion = z.infer<(typeof requestSchemas)["bank_account_name"]>;

/** What it sends, in its own words; which file, the table of answers says. */
export function fileOf(says: string, question: BankQuestion): unknown {
  const good = {
    account: "OPEN",
    name: "MATCH",
    holder: question.holder,
    country: question.iban?.trim().slice(0, 2).toUpperCase() ?? question.country,
  };
  switch (says) {
    case "match":
      return good;
    case "absent":
      return { account: "NONE" };
    case "no_match":
      return { ...good, name: "NO_MATCH", holder: "Somebody Else" };
    case "close":
      return { ...good, name: "CLOSE", holder: `${question.holder} Holdings` };
    case "closed":
      return { ...good, account: "CLOSED" };
    case "several":
      return { ...good, name: "CLOSE", holder: `${question.holder} and Somebody Else` };
    case "abroad":
      return { ...good, country: "LT" };
    default:
      return { ...good, name: "TRY_LATER" };
  }
}
