"use client";

import { createContext, useContext, useMemo } from "react";
import type { FormProblem } from "./problems";

const ProblemsContext = createContext<readonly FormProblem[]>([]);

/** All problems of the form, also those not shown yet: a folded card says how much it lacks. */
export const ProblemsProvider = ProblemsContext.Provider;

export function useProblems() {
  const problems = useContext(ProblemsContext);
  return useMemo(
    () => ({
      /** How many problems lie at or below a path. */
      under: (path: string) =>
        problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`)).length,
    }),
    [problems],
  );
}
