import { z } from "zod";
import { type CheckAnswer, PluginFailure } from "../contract";

const readerFile = z.object({
  document: z.string(),
  number: z.string().optional(),
  expires: z.iso.date().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  birthDate: z.iso.date().optional(),
});

const SOURCE = "Sandbox identity";
const statuses = {
  GENUINE: "genuine",
  FORGED: "forged",
  EXPIRED: "expired",
  UNREADABLE: "unreadable",
} as const;
const isStatus = (word: string): word is keyof typeof statuses => Object.hasOwn(statuses, word);
const plain = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** Their words → ours. Clear needs a genuine document that names the person and the birth date; silence is not a match. */
export function documentAnswer(
  raw: unknown,
  asked: { firstName: string; lastName: string; dateOfBirth: string },
): CheckAnswer {
  const parsed = readerFile.safeParse(raw);
  if (!parsed.success)
    throw new PluginFailure("garbage", "The document check's answer did not have the expected shape.");
  const file = parsed.data;
  if (file.document === "NONE")
    return {
      status: "not_found",
      label: "Not found",
      sentence: "The document could not be found.",
      details: { documentStatus: "unknown" },
      source: SOURCE,
    };
  const documentStatus = isStatus(file.document) ? statuses[file.document] : "unknown";
  const nameMatches =
    file.firstName === undefined || file.lastName === undefined
      ? undefined
      : plain(`${file.firstName} ${file.lastName}`) === plain(`${asked.firstName} ${asked.lastName}`);
  const birthDateMatches = file.birthDate === undefined ? undefined : file.birthDate === asked.dateOfBirth;
  const answer = {
    details: {
      documentStatus,
      ...(nameMatches === undefined ? {} : { nameMatches }),
      ...(birthDateMatches === undefined ? {} : { birthDateMatches }),
      ...(file.expires === undefined ? {} : { expiresOn: file.expires }),
      ...(file.number === undefined ? {} : { documentNumber: file.number }),
    },
    source: SOURCE,
  };
  if (documentStatus === "unknown")
    return {
      ...answer,
      status: "unknown",
      label: "Unclear",
      sentence: "The document check answered with a word we do not know.",
    };
  const faults = [
    documentStatus === "forged" && "The document is forged",
    documentStatus === "expired" && "The document has expired",
    documentStatus === "unreadable" && "The document cannot be read",
    nameMatches === false && "It names another person",
    birthDateMatches === false && "It shows another birth date",
  ].filter((fault) => fault !== false);
  if (faults.length > 0) {
    const label =
      faults.length > 1
        ? `${faults.length} problems`
        : documentStatus !== "genuine"
          ? `${documentStatus[0]?.toUpperCase()}${documentStatus.slice(1)}`
          : nameMatches === false
            ? "Other name"
            : "Other birth date";
    return { ...answer, status: "hit", label, sentence: `${faults.join(". ")}.` };
  }
  if (nameMatches === undefined || birthDateMatches === undefined)
    return {
      ...answer,
      status: "unknown",
      label: "Incomplete",
      sentence: "The document check did not say whose document it is.",
    };
  return {
    ...answer,
    status: "clear",
    label: "Genuine",
    sentence: "The document is genuine and shows the declared name and birth date.",
  };
}
