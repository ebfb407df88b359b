"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

const WideContext = createContext<{ isWide: boolean; setWide: (isWide: boolean) => void } | undefined>(
  undefined,
);

export function WideProvider({ children }: { children: ReactNode }) {
  const [isWide, setWide] = useState(false);
  const value = useMemo(() => ({ isWide, setWide }), [isWide]);
  return <WideContext value={value}>{children}</WideContext>;
}

export const useIsWide = (): boolean => useContext(WideContext)?.isWide ?? false;

/** A page that needs all the room there is: the rail shows signs only, until somebody unfolds it. */
export function useWidePage(): void {
  const set = useContext(WideContext)?.setWide;
  useEffect(() => {
    set?.(true);
    return () => set?.(false);
  }, [set]);
}
