import type { RunEvent } from "@/server/engine/state";

/** What people call a step, and the line of the run on which it stands: *Identity, Owner 2 · Jane Roe*. */
export type StepName = (node: string, frame?: string) => string;

interface KeyParts {
  node: string;
  /** The branch or element it belongs to; none on the main line. */
  frame: string | undefined;
  scope: string;
  visit: number;
  attempt: number;
}

/** A key `run:node:scope:visit:attempt` taken apart; the node may carry its branch behind an `@`. */
export function partsOfKey(key: string): KeyParts {
  const [, place = "", ...rest] = key.replace(/:(deadline|retry|incident)$/, "").split(":");
  return {
    ...placeOf(place),
    scope: rest.slice(0, -2).join(":"),
    visit: Number(rest.at(-2)) || 1,
    attempt: Number(rest.at(-1)) || 1,
  };
}

function placeOf(place: string): Pick<KeyParts, "node" | "frame"> {
  const [node = place, frame] = place.split("@");
  return { node, frame };
}

const kinds: Record<RunEvent["type"], string> = {
  started: "Began",
  effect_succeeded: "Answer",
  effect_failed: "Failure",
  timer_fired: "Time",
  signal_received: "Signal",
  incident_resolved: "Resolved",
  child_ended: "Sub-workflow",
  migrated: "Moved",
  cancel_requested: "Cancelled",
  stopped: "Stopped",
};

/** One or two words for what kind of event it is. */
export const eventKind = (type: string): string =>
  Object.hasOwn(kinds, type) ? kinds[type as RunEvent["type"]] : type;

const ignoredWords: Record<string, string> = {
  finished: "It came after the end, and changed nothing.",
  late: "It came late, when nobody waited for it any more, and changed nothing.",
  repeated: "It was heard before, and changed nothing.",
  refused: "It was refused, and changed nothing.",
};

export const ignoredSentence = (ignored: string): string => ignoredWords[ignored] ?? "It changed nothing.";

const failures: Record<string, string> = {
  unavailable: "could not be reached",
  timeout: "did not answer in time",
  refused: "refused to answer",
  garbage: "sent an answer that could not be read",
  input_missing: "was not asked, because something it needs is missing",
  unknown: "may have answered, but the answer was lost",
};

/** What happened, in one sentence: *Registry answered: Active.* */
export function eventSentence(event: RunEvent, by: string | null, nameOf: StepName): string {
  const named = (key: string) => {
    const { node, frame } = partsOfKey(key);
    return nameOf(node, frame);
  };
  const who = by ?? "Somebody";
  switch (event.type) {
    case "started":
      return "The run began.";
    case "effect_succeeded": {
      const label = labelOf(event.output);
      return `${named(event.key)} answered${label ? `: ${label}` : ""}.`;
    }
    case "effect_failed": {
      const { attempt } = partsOfKey(event.key);
      return `${named(event.key)} ${failures[event.error.kind] ?? "failed"}, at attempt ${attempt}.`;
    }
    case "timer_fired": {
      const title = named(event.key);
      return event.key.endsWith(":retry")
        ? `The pause of ${title} was over: it is asked again.`
        : `Time was up for ${title}.`;
    }
    case "signal_received":
      return `${who} answered ${named(event.waitKey)}.`;
    case "incident_resolved": {
      const { node, frame } = placeOf(event.tokenId.split(":")[0] ?? "");
      return resolved(event, who, nameOf(node, frame));
    }
    case "child_ended":
      return `The sub-workflow of ${named(event.key)} ended: ${event.outcome ?? event.reason ?? event.status}.`;
    case "migrated":
      return `${who} moved the run from version ${event.fromVersion} to version ${event.toVersion}: “${event.reason}”`;
    case "cancel_requested":
      return `${who} cancelled the run: “${event.reason}”`;
    case "stopped":
      return `The run was stopped: ${event.reason}`;
  }
}

function resolved(
  event: Extract<RunEvent, { type: "incident_resolved" }>,
  who: string,
  title: string,
): string {
  const { how, reason } = event;
  const did = {
    retry: () => `had ${title} tried again`,
    answer: () => `answered ${title} by hand`,
    skip: () => `sent the run on past ${title}`,
  }[how.action]();
  return `${who} ${did}: “${reason}”`;
}

function labelOf(output: unknown): string | undefined {
  if (typeof output !== "object" || output === null) return undefined;
  const { label, status } = output as { label?: unknown; status?: unknown };
  const said = label ?? status;
  return typeof said === "string" || typeof said === "number" ? String(said) : undefined;
}

/** The last event of a list's row, where what it said is not known. */
export const lastEventWords = (type: string): string =>
  ({
    started: "Began",
    effect_succeeded: "An answer came",
    effect_failed: "A question failed",
    timer_fired: "Time was up",
    signal_received: "Somebody answered",
    incident_resolved: "An incident was resolved",
    child_ended: "A sub-workflow ended",
    migrated: "Moved to another version",
    cancel_requested: "Cancelled",
    stopped: "Stopped at its limit",
  })[type] ?? type;
