import {
  IconBan,
  IconBoltOff,
  IconCircleCheck,
  IconClock,
  IconPlayerPause,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/status-chip";
import type { DeliveryState } from "@/db/enums/enums";
import { TEST_EVENT, type WebhookEvent, webhookCatalogue } from "@/server/webhooks/catalogue";
import { PAUSE_AFTER_DAYS } from "@/server/webhooks/policy";
import type { EndpointState, EndpointView } from "@/server/webhooks/schema";

interface Word {
  tone: Tone;
  icon: TablerIcon;
  text: string;
}

export const endpointWords: Record<EndpointState, Word> = {
  active: { tone: "approve", icon: IconCircleCheck, text: "Active" },
  failing: { tone: "incident", icon: IconBoltOff, text: "Failing" },
  paused: { tone: "neutral", icon: IconPlayerPause, text: "Paused" },
};

export const deliveryWords: Record<DeliveryState, Word> = {
  pending: { tone: "waiting", icon: IconClock, text: "On its way" },
  delivered: { tone: "approve", icon: IconCircleCheck, text: "Delivered" },
  failed: { tone: "incident", icon: IconBoltOff, text: "Given up" },
  held: { tone: "neutral", icon: IconPlayerPause, text: "Held" },
  skipped: { tone: "neutral", icon: IconBan, text: "Not sent" },
};

export const deliveryStateOptions = Object.entries(deliveryWords).map(([value, { text }]) => ({
  value,
  label: text,
}));

/** An event in words: its title in the catalogue. */
export const eventWords = (type: string): string =>
  type === TEST_EVENT ? "Test event" : (webhookCatalogue[type as WebhookEvent]?.title ?? type);

/** Why an endpoint is paused, and what to do. */
export function pauseSentence(because: EndpointView["pausedBecause"]): string {
  switch (because) {
    case "gone":
      return "The receiver answered 410, which says that it is gone for good. Change the address or delete the endpoint.";
    case "failing":
      return `Every attempt had failed for ${PAUSE_AFTER_DAYS} days. Mend the receiver, send a test, then resume.`;
    default:
      return "A member paused it.";
  }
}
