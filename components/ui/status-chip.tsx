import {
  IconAlertTriangle,
  IconBoltOff,
  IconCircle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconEye,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import css from "./status-chip.module.css";

/** What a status means. The word says what it is; the colour only repeats it. */
export type Tone = "approve" | "review" | "decline" | "waiting" | "incident" | "warning" | "neutral";

const icons: Record<Tone, TablerIcon> = {
  approve: IconCircleCheck,
  review: IconEye,
  decline: IconCircleX,
  waiting: IconClock,
  incident: IconBoltOff,
  warning: IconAlertTriangle,
  neutral: IconCircle,
};

interface StatusChipProps {
  tone: Tone;
  children: ReactNode;
  /** Replaces the icon of the tone; `null` leaves it out where a word alone is meant, as in counts. */
  icon?: TablerIcon | null;
  title?: string | undefined;
}

/** A status: icon, word and colour of its meaning. */
export function StatusChip({ tone, children, icon, title }: StatusChipProps) {
  const Icon = icon === undefined ? icons[tone] : icon;
  return (
    <span className={css.chip} data-tone={tone === "warning" ? "review" : tone} title={title}>
      {Icon && <Icon size={14} stroke={1.75} aria-hidden />}
      {children}
    </span>
  );
}
