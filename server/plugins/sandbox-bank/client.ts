import type { z } from "zod";
import { type PluginCall, PluginFailure, type requestSchemas } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";

export type BankQuestion = z.infer<(typeof requestSchemas)["bank_account_name"]>;

function fileOf(says: string, question: BankQuestion): unknown {
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

/** Asks the invented bank; the answer is in its own words. */
export async function askBank(question: BankQuestion, call: PluginCall): Promise<unknown> {
  const account = question.iban ?? question.accountNumber;
  if (!account) throw new PluginFailure("input_missing", "There is neither an account number nor an IBAN.");
  const row = sandboxAnswer("bank_account_name", "number", account);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question)));
}
