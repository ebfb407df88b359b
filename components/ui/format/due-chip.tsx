"use client";

import { IconClock } from "@tabler/icons-react";
import { StatusChip, type Tone } from "../status-chip";
import { useClock } from "./clock";
import { type DueUrgency, dueOf, formatUtc, type Moment } from "./words";

const tones: Record<DueUrgency, Tone> = { late: "decline", soon: "review", later: "neutral" };

/** A deadline as a chip: `2 h left`, `1 d late`. */
export function DueChip({ at }: { at: Moment }) {
  const { now } = useClock();
  const due = dueOf(at, now);
  return (
    <StatusChip tone={tones[due.urgency]} icon={IconClock} title={formatUtc(at)}>
      {due.text}
    </StatusChip>
  );
}
