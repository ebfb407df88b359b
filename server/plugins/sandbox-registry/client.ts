import type { PluginCall } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";
import { fileOf, type RegistryQuestion } from "./file";

/** Asks the invented registry; the answer is in its own words. */
export async function askRegistry(question: RegistryQuestion, call: PluginCall): Promise<unknown> {
  const row = sandboxAnswer("company_lookup", "number", question.registrationNumber);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question, call.at)));
}
