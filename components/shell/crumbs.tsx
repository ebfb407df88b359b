"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

/** One step of the way here, after the room. The last one is the page itself and leads nowhere. */
export interface Crumb {
  title: string;
  href?: string;
}

const CrumbsContext = createContext<
  { crumbs: readonly Crumb[]; setCrumbs: (crumbs: readonly Crumb[]) => void } | undefined
>(undefined);

export function CrumbsProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>([]);
  const value = useMemo(() => ({ crumbs, setCrumbs }), [crumbs]);
  return <CrumbsContext value={value}>{children}</CrumbsContext>;
}

export const useShownCrumbs = (): readonly Crumb[] => useContext(CrumbsContext)?.crumbs ?? [];

/** Tells the top bar the way to this page below its room. */
export function useCrumbs(crumbs: readonly Crumb[]): void {
  const set = useContext(CrumbsContext)?.setCrumbs;
  const text = JSON.stringify(crumbs);
  useEffect(() => {
    set?.(JSON.parse(text) as Crumb[]);
    return () => set?.([]);
  }, [set, text]);
}
