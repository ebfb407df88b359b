import type { JsonObject } from "@/server/engine/state";

/* What steps that are over came to, in a few words, from the output that was stored. */

export const some = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const objectsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === "object" && one !== null ? (one as Record<string, unknown>) : {}))
    : [];

/** Equal words once, with how often: `2 × Clear, PEP`. */
export function tallied(words: readonly string[]): string {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].map(([word, count]) => (count > 1 ? `${count} × ${word}` : word)).join(", ");
}

/** What vendors answered about one or several. */
export function findingsSaid(output: JsonObject): string | null {
  if (!Array.isArray(output["results"])) return null;
  const results = objectsIn(output["results"]);
  if (results.length === 0) return "Nobody to ask about.";
  if (results.length === 1) return String(results[0]?.["sentence"] ?? results[0]?.["label"] ?? "");
  return `${results.length} answers: ${tallied(results.map(({ label }) => String(label)))}.`;
}

const failures: { [kind: string]: string } = {
  unavailable: "It could not be reached.",
  timeout: "There was no answer in time.",
  refused: "It was refused.",
  garbage: "The answer could not be read.",
  input_missing: "What it needs is missing.",
  unknown: "The answer was lost.",
};

/** How asking another system went wrong; null when it did not. */
export const failureSaid = ({ failure }: JsonObject): string | null =>
  typeof failure === "string" ? (failures[failure] ?? "There was no answer.") : null;
