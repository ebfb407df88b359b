import type { BallerineDefinition, BallerineState, BallerineTransition } from "./schema";

/** What events and states of theirs mean, told by their usual names. */

export const isStart = (event: string): boolean => /^start$/i.test(event);
export const isCollected = (event: string): boolean =>
  /^(collection_flow_finished|resubmitted|data_updated|form_submitted|submitted|submit)$/i.test(event);
export const isKycAnswer = (event: string): boolean =>
  /^kyc_(responded|response_received|done)$/i.test(event);

/** Events a member sends from the case, as the ways out of a review. */
const verdicts = {
  approved: /^(approve|resolve|dismiss)$/i,
  declined: /^(reject|flag)$/i,
  sent_back: /^(revision|kyc_revision|return_to_review)$/i,
} as const;
export type Verdict = keyof typeof verdicts;
export const verdictNames = Object.keys(verdicts) as Verdict[];

/** The events of a state that are verdicts, the first of each kind. */
export function verdictsOf(events: readonly string[]): Map<Verdict, string> {
  const found = new Map<Verdict, string>();
  for (const verdict of verdictNames) {
    const event = events.find((one) => verdicts[verdict].test(one));
    if (event !== undefined) found.set(verdict, event);
  }
  return found;
}

export const tagsOf = ({ tags }: BallerineState): string[] =>
  typeof tags === "string" ? [tags] : (tags ?? []);

export type Candidate = { transition: BallerineTransition; place: string };

/** The transitions of an event in their order, each with its place. */
export function candidatesOf(value: unknown, place: string): Candidate[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((one, i): Candidate[] => {
    const at = Array.isArray(value) ? `${place}[${i}]` : place;
    if (typeof one === "string") return [{ transition: { target: one }, place: at }];
    return typeof one === "object" && one !== null
      ? [{ transition: one as BallerineTransition, place: at }]
      : [];
  });
}

/** `#machine.approved` and `.approved` name the state `approved`. */
export const targetName = (target: string): string =>
  target.startsWith("#") || target.startsWith(".") ? (target.split(".").at(-1) ?? target) : target;

export interface Ending {
  outcome: string;
  title: string;
  kind: "positive" | "review" | "negative" | "neutral";
}

/** From least to most severe. */
export const endings: readonly (Ending & { tag: string; name: RegExp })[] = [
  { outcome: "dismissed", title: "Dismissed", kind: "neutral", tag: "dismissed", name: /dismiss/i },
  { outcome: "resolved", title: "Resolved", kind: "neutral", tag: "resolved", name: /resolv/i },
  { outcome: "approve", title: "Approve", kind: "positive", tag: "approved", name: /approv|success/i },
  { outcome: "failed", title: "Failed", kind: "neutral", tag: "failure", name: /fail|error/i },
  { outcome: "flagged", title: "Flagged", kind: "review", tag: "flagged", name: /flag/i },
  { outcome: "review", title: "Review", kind: "review", tag: "manual_review", name: /review|manual/i },
  { outcome: "decline", title: "Decline", kind: "negative", tag: "rejected", name: /reject|declin/i },
];

/** What an end decides: by its tag and by its name, the more severe when they disagree. */
export function endingOf(name: string, state: BallerineState): { ending: Ending; doubt: string | undefined } {
  const tags = tagsOf(state);
  const byTag = endings.filter(({ tag }) => tags.includes(tag)).at(-1);
  const byName = endings.filter((one) => one.name.test(name)).at(-1);
  const review = endings.find(({ outcome }) => outcome === "review") as Ending;
  if (!byTag && !byName)
    return { ending: review, doubt: "Neither its name nor a tag says what it decides, so a person looks." };
  if (byTag && byName && byTag !== byName) {
    const severe = endings.indexOf(byTag) > endings.indexOf(byName) ? byTag : byName;
    return {
      ending: severe,
      doubt: `Its name says “${byName.title}” and its tag “${byTag.title}”: the more severe was taken. Set the right one.`,
    };
  }
  return { ending: (byTag ?? byName) as Ending, doubt: undefined };
}

/** Events that our own steps wait for themselves: what children answer. */
export function childEvents(config: BallerineDefinition["config"]): Set<string> {
  const results = (config as { childCallbackResults?: unknown } | null | undefined)?.childCallbackResults;
  if (!Array.isArray(results)) return new Set();
  return new Set(
    results.flatMap((one: { deliverEvent?: unknown } | null) =>
      typeof one?.deliverEvent === "string" ? [one.deliverEvent] : [],
    ),
  );
}
