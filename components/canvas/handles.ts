import { useEffect, useRef } from "react";
import { useUpdateNodeInternals } from "reactflow";

/** Measures a node's handles anew once they have moved: the ways are drawn from where they were found last. */
export function useMovedHandles(id: string, places: readonly (string | number)[]): void {
  const update = useUpdateNodeInternals();
  const now = places.join();
  const known = useRef(now);
  useEffect(() => {
    if (known.current === now) return;
    known.current = now;
    update(id);
  }, [id, now, update]);
}
