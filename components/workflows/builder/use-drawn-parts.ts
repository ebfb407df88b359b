import { useDebouncedValue } from "@mantine/hooks";
import type { DraftParts } from "@/server/workflows/schema";

/** Drawing more than that anew takes longer than the frame a letter is to appear in: it waits for a pause. */
const MANY_NODES = 150;
const PAUSE_MS = 200;

/** Whether the same steps stand in the same places with the same ways: only what they say is another. */
function standsAlike(one: DraftParts, other: DraftParts): boolean {
  const [had, has] = [one.document.nodes, other.document.nodes];
  return (
    one.editor === other.editor &&
    one.document.edges === other.document.edges &&
    Object.keys(had).length === Object.keys(has).length &&
    Object.keys(has).every((key) => Object.hasOwn(had, key))
  );
}

/** The draft as it is drawn: at once, but of a large one what is typed only when whoever types pauses. */
export function useDrawnParts(parts: DraftParts): DraftParts {
  const [paused] = useDebouncedValue(parts, PAUSE_MS);
  const isMany = Object.keys(parts.document.nodes).length > MANY_NODES;
  return isMany && standsAlike(paused, parts) ? paused : parts;
}
