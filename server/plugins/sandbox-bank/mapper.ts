import { z } from "zod";
import { type CheckAnswer, PluginFailure } from "../contract";

const bankFile = z.object({
  account: z.string(),
  name: z.string().optional(),
  holder: z.string().optional(),
  country: z.string().optional(),
});

const SOURCE = "Sandbox bank";
const matches = { MATCH: "full", CLOSE: "close", NO_MATCH: "none" } as const;
const isMatch = (word: string): word is keyof typeof matches => Object.hasOwn(matches, word);

/** Their words → ours. Clear needs an open account and a full match, both said in words we know. */
export function bankAnswer(raw: unknown): CheckAnswer {
  const parsed = bankFile.safeParse(raw);
  if (!parsed.success)
    throw new PluginFailure("garbage", "The bank's answer did not have the expected shape.");
  const file = parsed.data;
  if (file.account === "NONE")
    return {
      status: "not_found",
      label: "Not found",
      sentence: "The bank knows no such account.",
      details: { match: "unknown" },
      source: SOURCE,
    };
  const match = file.name !== undefined && isMatch(file.name) ? matches[file.name] : "unknown";
  const answer = {
    details: {
      match,
      ...(file.holder === undefined ? {} : { holderFound: file.holder }),
      ...(file.country === undefined ? {} : { bankCountry: file.country }),
    },
    source: SOURCE,
  };
  if (file.account === "CLOSED")
    return { ...answer, status: "hit", label: "Closed", sentence: "The account is closed." };
  if (file.account !== "OPEN" || match === "unknown")
    return {
      ...answer,
      status: "unknown",
      label: "Unclear",
      sentence: "The bank answered with a word we do not know.",
    };
  if (match === "full")
    return {
      ...answer,
      status: "clear",
      label: "Name matches",
      sentence: "The account is in the declared name.",
    };
  return match === "close"
    ? { ...answer, status: "hit", label: "Similar name", sentence: "The account is in a similar name." }
    : { ...answer, status: "hit", label: "Other name", sentence: "The account is in another name." };
}
