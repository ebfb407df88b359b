import type { z } from "zod";
import type { requestSchemas } from "../contract";

export type ScreeningQuestion = z.infer<(typeof requestSchemas)["watchlist_screening"]>;

/** What it sends, in its own words; which file, the table of answers says. */
export function fileOf(says: string, { name }: ScreeningQuestion): unknown {
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
