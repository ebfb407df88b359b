import type { WorkflowDocument } from "../schema";

/** What a version is begun by. Versions that run beside each other are begun by the same. */
export function startOf(
  document: WorkflowDocument,
): { type: string; config: Record<string, unknown> } | undefined {
  const start = Object.values(document.nodes).find(({ type }) => type.endsWith("_start"));
  return start && { type: start.type, config: start.config };
}

/** Why `version` cannot take the starts of `live`; undefined when it can. */
export function whyNotBeside(live: WorkflowDocument, version: WorkflowDocument): string | undefined {
  const [one, other] = [startOf(live), startOf(version)];
  if (one?.type !== other?.type)
    return `It begins with “${other?.type ?? "nothing"}”, and the live version with “${one?.type ?? "nothing"}”.`;
  if (live.settings.partyKind !== version.settings.partyKind)
    return `It decides about a ${version.settings.partyKind}, and the live version about a ${live.settings.partyKind}.`;
  const known = new Map(fieldsOf(one?.config).map((field) => [field.path, field]));
  const stricter = fieldsOf(other?.config)
    .filter(({ path, required, type }) => {
      const had = known.get(path);
      return (required && !had?.required) || (type !== undefined && type !== had?.type);
    })
    .map(({ path }) => path);
  return stricter.length === 0
    ? undefined
    : `It asks for ${stricter.join(", ")} where the live version does not, or in another type: requests that are good today would be refused.`;
}

interface StartField {
  path: string;
  required: boolean;
  type: string | undefined;
}

/** What a request must bring, and as what. */
function fieldsOf(config: Record<string, unknown> | undefined): StartField[] {
  const fields: unknown = config?.["fields"];
  if (!Array.isArray(fields)) return [];
  return fields.flatMap(({ path, required, type }: Record<string, unknown>) =>
    typeof path === "string"
      ? [{ path, required: required === true, type: typeof type === "string" ? type : undefined }]
      : [],
  );
}

/** 95 of 100 times, the true share lies between these two (Wilson's interval). */
export function shareInterval(part: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = part / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** Fewer say little, whatever they say. */
const FEWEST = 100;
/** Of a share: how wide it may be uncertain for somebody to act on it. */
const WIDEST = 0.1;

/** Whether so many runs are enough to judge a version by. */
export function isEnough(differing: number, compared: number): boolean {
  const { low, high } = shareInterval(differing, compared);
  return compared >= FEWEST && high - low <= WIDEST;
}
