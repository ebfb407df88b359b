import { z } from "zod";
import { type CheckAnswer, PluginFailure } from "../contract";

const screeningFile = z.object({
  outcome: z.string(),
  results: z.array(
    z.object({
      name: z.string(),
      list: z.string(),
      score: z.number().min(0).max(100),
      exact: z.boolean(),
      reason: z.string(),
    }),
  ),
});

const SOURCE = "Sandbox screening";
const lists: Record<string, { list: "sanctions" | "pep" | "adverse_media"; words: string }> = {
  PEP: { list: "pep", words: "politically exposed persons" },
  SANCTIONS: { list: "sanctions", words: "sanctions" },
  ADVERSE_MEDIA: { list: "adverse_media", words: "adverse media" },
};
const known = (list: string) => (Object.hasOwn(lists, list) ? lists[list] : undefined);

function labelOf(confirmed: number, possible: number): string {
  if (confirmed === 0) return possible === 1 ? "1 possible hit" : `${possible} possible hits`;
  const all = confirmed + possible;
  return all === 1 ? "1 hit" : `${all} hits`;
}

/** Their words → ours. Anything listed is a hit, whatever the outcome word says; only a plain NO_MATCH is clear. */
export function screeningAnswer(raw: unknown): CheckAnswer {
  const parsed = screeningFile.safeParse(raw);
  if (!parsed.success)
    throw new PluginFailure("garbage", "The screening answer did not have the expected shape.");
  const { outcome, results } = parsed.data;
  const hits = results.map((result) => ({
    name: result.name,
    list: known(result.list)?.list ?? ("unknown" as const),
    score: result.score,
    confirmed: result.exact,
    reason: result.reason,
  }));
  const answer = { details: { hits }, source: SOURCE };
  if (hits.length > 0) {
    const confirmed = hits.filter((hit) => hit.confirmed).length;
    const where = [...new Set(results.map((result) => known(result.list)?.words ?? "a list we do not know"))];
    return {
      ...answer,
      status: "hit",
      label: labelOf(confirmed, hits.length - confirmed),
      sentence: `${confirmed > 0 ? "Found" : "Possibly found"} on: ${where.join(", ")}.`.slice(0, 400),
    };
  }
  if (outcome === "NO_MATCH")
    return {
      ...answer,
      status: "clear",
      label: "No hits",
      sentence: "No sanctions, PEP or adverse media entry.",
    };
  if (outcome === "NO_SUBJECT")
    return {
      ...answer,
      status: "not_found",
      label: "Not found",
      sentence: "The vendor could not tell whom to screen.",
    };
  return {
    ...answer,
    status: "unknown",
    label: "Unclear",
    sentence: "The vendor answered with a word we do not know.",
  };
}
