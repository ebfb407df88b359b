import { type RefObject, useEffect, useMemo, useRef, useState } from "react";

interface Wanted {
  part: string;
  on: "handle" | "field";
}

const FIELD = "input:not([type=hidden]),[role=combobox],textarea";

/** Whoever moves, copies or adds a part by keyboard keeps the keyboard: it goes to the part when it is drawn. */
export function useFocusPart(section: RefObject<HTMLElement | null>) {
  const [wanted, setWanted] = useState<Wanted>();
  const tries = useRef(0);
  useEffect(() => {
    if (!wanted) return;
    const row = section.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(wanted.part)}"]`);
    const found =
      wanted.on === "handle"
        ? row?.querySelector<HTMLElement>("[data-handle]")
        : row?.querySelector<HTMLElement>(FIELD);
    // What was changed may be drawn a moment later.
    if (!found && tries.current++ < 5) {
      const timer = setTimeout(() => setWanted({ ...wanted }), 30);
      return () => clearTimeout(timer);
    }
    tries.current = 0;
    found?.focus();
    found?.scrollIntoView?.({ block: "nearest" });
    setWanted(undefined);
    return undefined;
  }, [wanted, section]);
  return useMemo(() => {
    const focus = (part: string, on: Wanted["on"]) => setWanted({ part, on });
    const beside = (part: string, by: 1 | -1) => {
      const handles = [...(section.current?.querySelectorAll<HTMLElement>("[data-handle]") ?? [])];
      const here = handles.findIndex(
        (one) => one.closest<HTMLElement>("[data-part]")?.dataset["part"] === part,
      );
      handles[here + by]?.focus();
    };
    return Object.assign(focus, { beside });
  }, [section]);
}
