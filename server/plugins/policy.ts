import type { ConnectionLimits } from "./schema";

/** What is kept of a connection's circuit; undefined: it never failed. */
export interface Circuit {
  failures: number;
  countedFrom: Date;
  openedAt: Date | null;
  probingUntil: Date | null;
  changedAt: Date;
}

/** `half_open`: the pause is over, and the next caller tries whether the vendor is back. */
export type CircuitState = "closed" | "open" | "half_open";

/** When an open circuit lets somebody try again. */
export const opensUntil = (openedAt: Date, limits: ConnectionLimits): Date =>
  new Date(openedAt.getTime() + limits.openSeconds * 1000);

export function circuitState(circuit: Circuit | undefined, limits: ConnectionLimits, at: Date): CircuitState {
  if (!circuit?.openedAt) return "closed";
  return at < opensUntil(circuit.openedAt, limits) ? "open" : "half_open";
}

/** Whether somebody else is trying at this moment. */
export const isProbed = (circuit: Circuit, at: Date): boolean =>
  circuit.probingUntil !== null && circuit.probingUntil > at;

export function afterFailure(
  circuit: Circuit | undefined,
  limits: ConnectionLimits,
  { at, isProbe }: { at: Date; isProbe: boolean },
): Circuit {
  // What was asked before it opened says nothing about now; only a failed try prolongs the pause.
  if (circuit?.openedAt) return isProbe ? { ...circuit, openedAt: at, probingUntil: null } : circuit;
  const isOld = !circuit || at.getTime() - circuit.countedFrom.getTime() > limits.windowSeconds * 1000;
  const failures = isOld ? 1 : circuit.failures + 1;
  const opens = failures >= limits.failureThreshold;
  return {
    failures,
    countedFrom: isOld ? at : circuit.countedFrom,
    openedAt: opens ? at : null,
    probingUntil: null,
    changedAt: opens || !circuit ? at : circuit.changedAt,
  };
}

/** An answer closes it and forgets the failures. */
export function afterSuccess(circuit: Circuit, at: Date): Circuit {
  return {
    failures: 0,
    countedFrom: at,
    openedAt: null,
    probingUntil: null,
    changedAt: circuit.openedAt ? at : circuit.changedAt,
  };
}
