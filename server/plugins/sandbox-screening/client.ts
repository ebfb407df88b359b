import type { PluginCall } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";
import { fileOf, type ScreeningQuestion } from "./file";

/** Asks the invented lists; the answer is in their own words. */
export async function askLists(question: ScreeningQuestion, call: PluginCall): Promise<unknown> {
  const row = sandboxAnswer("watchlist_screening", "name", question.name);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question)));
}
