import { useState } from "react";

const ZOOMS = [1, 1.5, 2, 3, 4];

/** Which page is looked at, how large and which way up. */
export function useDocumentView(pages: number) {
  const [page, setPage] = useState(1);
  const [step, setStep] = useState(0);
  const [turns, setTurns] = useState(0);
  return {
    page,
    turns,
    zoom: ZOOMS[step] ?? 1,
    isSmallest: step === 0,
    isLargest: step === ZOOMS.length - 1,
    zoomBy: (by: number) => setStep((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + by))),
    goBy: (by: number) => setPage((now) => Math.min(pages, Math.max(1, now + by))),
    turn: () => setTurns((now) => (now + 1) % 4),
    fit: () => {
      setStep(0);
      setTurns(0);
    },
  };
}
