import type { z } from "zod";
import type { PluginCall, requestSchemas } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";

export type ScreeningQuestion = z.infer<(typeof requestSchemas)["watchlist_screening"]>;

function fileOf(says: string, { name }: ScreeningQuestion): unknown {
  const pep = { name, list: "PEP", score: 96, exact: true, reason: "Member of a national parliament" };
  const sanctions = {
    name,
    list: "SANCTIONS",
    score: 99,
    exact: true,
    reason: "Named in a consolidated sanctions list",
  };
  const media = {
    name,
    list: "ADVERSE_MEDIA",
    score: 88,
    exact: true,
    reason: "Reported in connection with fraud",
  };
  const match = (...results: unknown[]) => ({ outcome: "MATCH", results });
  switch (says) {
    case "nothing":
      return { outcome: "NO_MATCH", results: [] };
    case "absent":
      return { outcome: "NO_SUBJECT", results: [] };
    case "pep":
      return match(pep);
    case "sanctioned":
      return match(sanctions);
    case "adverse":
      return match(media);
    case "maybe":
      return match({ ...sanctions, score: 72, exact: false, reason: "A similar name, another birth date" });
    case "several":
      return match(pep, sanctions, { ...media, score: 64, exact: false });
    default:
      return { outcome: "REFER", results: [] };
  }
}

/** Asks the invented lists; the answer is in their own words. */
export async function askLists(question: ScreeningQuestion, call: PluginCall): Promise<unknown> {
  const row = sandboxAnswer("watchlist_screening", "name", question.name);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question)));
}
