import type { Json, RunState } from "@/server/engine/state";
import { canonicalJson } from "@/server/platform/canonical";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Comparison, RerunResult } from "./schema";

/** What a decision says, wherever it was read. */
export interface Said {
  outcome: string;
  reasonCodes: readonly string[];
  score: number | null;
  outputs: { readonly [key: string]: unknown };
  decidedBy: readonly string[];
}

interface Compared {
  document: WorkflowDocument;
  hashes: readonly { stored: string; found: string }[];
  digest: { stored: string; found: string };
  events: number;
  stored: { said: Said; state: RunState };
  /** Undefined: the journal led to no decision. */
  found: { said: Said | undefined; state: RunState };
}

const short = (hash: string) => hash.slice(0, 12);
const json = (value: unknown) => canonicalJson((value ?? null) as Json);

/** Everything a decision consists of, as stored beside as it came out. */
export function compareDecision({ document, hashes, digest, events, stored, found }: Compared): Comparison[] {
  const titleOf = (outcome: string | undefined) =>
    outcome === undefined
      ? "No decision"
      : (document.outcomes.find(({ key }) => key === outcome)?.title ?? outcome);
  const changed = hashes.find((hash) => hash.stored !== hash.found);
  const other = stepsThatDiffer(stored.state, found.state).map((node) => document.nodes[node]?.title ?? node);
  const count = Object.keys(stored.state.data.nodes).length;
  const rows: [Comparison["what"], string, string, string][] = [
    [
      "version",
      "The version is the one that was published",
      short((changed ?? hashes[0])?.stored ?? ""),
      short((changed ?? hashes[0])?.found ?? ""),
    ],
    ["record", "The record of the decision is as it was written", short(digest.stored), short(digest.found)],
    ["outcome", "Outcome", titleOf(stored.said.outcome), titleOf(found.said?.outcome)],
    ["reasons", "Reasons", words(stored.said.reasonCodes), words(found.said?.reasonCodes)],
    ["score", "Score", json(stored.said.score), json(found.said?.score)],
    ["outputs", "Outputs", json(stored.said.outputs), json(found.said?.outputs)],
    ["decided_by", "Who decided", words(stored.said.decidedBy), words(found.said?.decidedBy)],
    [
      "steps",
      `What each of ${count} steps found, with every test and its value`,
      json(stored.state) === json(found.state) || other.length > 0 ? "as recorded" : "another state",
      other.length > 0
        ? `otherwise at ${other.join(", ")}`
        : json(stored.state) === json(found.state)
          ? "as recorded"
          : "otherwise along the way",
    ],
  ];
  const told = rows.map(([what, title, stored, found]) => ({
    ...{ what, title, stored, found },
    isSame: stored === found,
  }));
  const journal: Comparison = {
    what: "journal",
    title: "The journal can be played",
    isSame: true,
    stored: eventsText(events),
    found: eventsText(events),
  };
  return [...told.slice(0, 2), journal, ...told.slice(2)];
}

const eventsText = (count: number) => (count === 1 ? "1 event" : `${count} events`);
const words = (list: readonly string[] | undefined) =>
  list === undefined || list.length === 0 ? "none" : list.join(", ");

/** Steps whose answers are not the ones on record. */
function stepsThatDiffer(stored: RunState, found: RunState): string[] {
  const nodes = new Set([...Object.keys(stored.data.nodes), ...Object.keys(found.data.nodes)]);
  return [...nodes].filter((node) => json(stored.data.nodes[node]) !== json(found.data.nodes[node]));
}

/** The journal could not be played at all. */
export const brokenJournal = (why: string): Comparison[] => [
  { what: "journal", title: "The journal can be played", isSame: false, stored: "yes", found: why },
];

export const differing = (compared: readonly Comparison[]): string[] =>
  compared.filter(({ isSame }) => !isSame).map(({ what }) => what);

export const resultOf = (compared: readonly Comparison[]): RerunResult =>
  compared.some(({ what, isSame }) => what === "journal" && !isSame)
    ? "broken"
    : compared.every(({ isSame }) => isSame)
      ? "same"
      : "different";
