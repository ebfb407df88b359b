import { useEffect, useState } from "react";
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
  const [drawn, setDrawn] = useState(parts);
  const isMany = Object.keys(parts.document.nodes).length > MANY_NODES;
  const shown = isMany && standsAlike(drawn, parts) ? drawn : parts;
  if (shown !== drawn) setDrawn(shown);
  const isBehind = shown !== parts;
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => setDrawn(parts), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isBehind, parts]);
  return shown;
}
