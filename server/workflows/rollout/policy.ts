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
