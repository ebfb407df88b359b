import type { z } from "zod";
import type { requestSchemas } from "../contract";
import { invented } from "../sandbox-answers";

export type RegistryQuestion = z.infer<(typeof requestSchemas)["company_lookup"]>;

const streets: Record<string, string> = {
  GB: "High Street, London EC1A 1AA",
  DE: "Hauptstraße, 10115 Berlin",
  US: "Main Street, Dover, DE 19901",
};
const surnames = ["Arden", "Brook", "Calder", "Dale", "Eastwood", "Farrow", "Gale", "Harlow"];

/** A plausible company, the same for the same question. */
function company(question: RegistryQuestion, status: string) {
  const seed = `${question.country}/${question.registrationNumber}`;
  const two = (n: number) => String(n).padStart(2, "0");
  return {
    number: question.registrationNumber,
    name: question.name ?? `${surnames[invented(seed, 8)]} Trading`,
    status,
    incorporated: `${2006 + invented(seed, 15)}-${two(1 + invented(`${seed}m`, 12))}-${two(1 + invented(`${seed}d`, 28))}`,
    address: `${1 + invented(seed, 180)} ${streets[question.country] ?? "Main Street"}`,
    officers: [
      { name: `Robin ${surnames[invented(`${seed}a`, 8)]}`, role: "director" },
      { name: `Alex ${surnames[invented(`${seed}b`, 8)]}`, role: "director" },
    ],
  };
}

/** What it sends, in its own words; which file, the table of answers says. */
export function fileOf(says: string, question: RegistryQuestion, at: Date): unknown {
  const found = company(question, says);
  switch (says) {
    case "absent":
      return { found: 0, companies: [] };
    case "several":
      return {
        found: 3,
        companies: ["Holdings", "Trading", "Services"].map((word, i) => ({
          ...company(
            { ...question, registrationNumber: `${question.registrationNumber}-${i + 1}` },
            "active",
          ),
          name: `${found.name} ${word}`,
        })),
      };
    case "other_name":
      return { found: 1, companies: [{ ...found, status: "active", name: "Quite Another Company" }] };
    case "young": {
      const day = new Date(at.getTime() - 30 * 86_400_000).toISOString().slice(0, 10);
      return { found: 1, companies: [{ ...found, status: "active", incorporated: day }] };
    }
    case "riddle":
      return { found: 1, companies: [{ ...found, status: "converted-closed" }] };
    default:
      return { found: 1, companies: [found] };
  }
}
