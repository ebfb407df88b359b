import type { Tone } from "@/components/ui/status-chip";
import type { LabelView } from "@/server/labels/schema";

export const labelWords: Record<LabelView["label"], { tone: Tone; title: string }> = {
  chargeback: { tone: "decline", title: "Chargeback" },
  confirmed_fraud: { tone: "decline", title: "Confirmed fraud" },
  confirmed_good: { tone: "approve", title: "Confirmed good" },
};
