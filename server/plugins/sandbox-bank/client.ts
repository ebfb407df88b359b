import { type PluginCall, PluginFailure } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";
import { type BankQuestion, fileOf } from "./file";

/** Asks the invented bank; the answer is in its own words. */
export async function askBank(question: BankQuestion, call: PluginCall): Promise<unknown> {
  const account = question.iban ?? question.accountNumber;
  if (!account) throw new PluginFailure("input_missing", "There is neither an account number nor an IBAN.");
  const row = sandboxAnswer("bank_account_name", "number", account);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question)));
}
