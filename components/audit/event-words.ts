const nouns: Record<string, string> = { api_key: "API key", sign_in: "Sign-in" };

const spaced = (text: string) => text.replaceAll("_", " ");

/** The kind of what was changed: `api_key` as *API key*. */
export const subjectTitle = (kind: string): string =>
  nouns[kind] ?? spaced(kind).replace(/^./, (first) => first.toUpperCase());

/** An event in words: `case.verdict_given` as *Case verdict given*. */
export function eventTitle(event: string): string {
  const [noun = "", past = ""] = event.split(".");
  return `${subjectTitle(noun)} ${spaced(past)}`;
}

/** A fact's name: `sessionsEnded` as *Sessions ended*. */
export const factTitle = (name: string): string =>
  spaced(
    name.replace(/([a-z])([A-Z])/g, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`),
  ).replace(/^./, (first) => first.toUpperCase());

/** A fact's value on one line. */
export function factText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length ? value.map(factText).join(", ") : "none";
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, inner]) => `${factTitle(name).toLowerCase()} ${factText(inner)}`)
      .join(", ");
  return String(value);
}
