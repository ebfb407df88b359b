/** What was typed on this device and is not confirmed by the server yet. Cleared field by field as it is. */
export interface Typed {
  value: unknown;
  /** When, by this device. */
  typedAt: string;
}

const PREFIX = "gh-unsaved";
/** What is older than any link is nobody's any more. */
const KEPT_MS = 60 * 86_400_000;

const keyOf = (application: string, form: string) => `${PREFIX}:${application}:${form}`;

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // Private windows may refuse; the page still keeps its typing in memory.
    return undefined;
  }
}

export function readUnsaved(application: string, form: string, now = Date.now()): Map<string, Typed> {
  try {
    const kept = JSON.parse(storage()?.getItem(keyOf(application, form)) ?? "{}") as Record<string, Typed>;
    return new Map(Object.entries(kept).filter(([, { typedAt }]) => now - Date.parse(typedAt) < KEPT_MS));
  } catch {
    return new Map();
  }
}

export function writeUnsaved(application: string, form: string, typed: ReadonlyMap<string, Typed>): void {
  const key = keyOf(application, form);
  try {
    if (typed.size === 0) storage()?.removeItem(key);
    else storage()?.setItem(key, JSON.stringify(Object.fromEntries(typed)));
  } catch {
    // A full or forbidden storage must not stop the typing.
  }
}
