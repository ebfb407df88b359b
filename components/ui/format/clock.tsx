"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

interface Clock {
  now: number;
  timeZone: string;
}

const ClockContext = createContext<Clock | undefined>(undefined);

const TICK_MS = 30_000;

/**
 * The time and zone that ages and dates are told by. The server's `now` starts it, so that what the browser draws first is
 * what the server drew; then it ticks.
 */
export function ClockProvider({
  now,
  timeZone,
  children,
}: {
  now: number;
  timeZone: string;
  children: ReactNode;
}) {
  const [current, setCurrent] = useState(now);
  useEffect(() => {
    const tick = () => setCurrent(Date.now());
    const timer = setInterval(tick, TICK_MS);
    tick();
    return () => clearInterval(timer);
  }, []);
  return <ClockContext value={{ now: current, timeZone }}>{children}</ClockContext>;
}

/** The clock of the page; throws outside a provider, because a second clock would disagree with the first. */
export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error("a date was shown outside the ClockProvider of the page");
  return clock;
}
