import { StatusChip } from "@/components/ui/status-chip";
import type { DeliveryState } from "@/db/enums/enums";
import type { EndpointState } from "@/server/webhooks/schema";
import { deliveryWords, endpointWords } from "./webhook-words";

export function EndpointChip({ state }: { state: EndpointState }) {
  const { tone, icon, text } = endpointWords[state];
  return (
    <StatusChip tone={tone} icon={icon}>
      {text}
    </StatusChip>
  );
}

/** What waits after a failure says so: it comes again by itself. */
export function DeliveryChip({ state, failure }: { state: DeliveryState; failure: string | null }) {
  const { tone, icon, text } = deliveryWords[state];
  const comesAgain = state === "pending" && failure !== null;
  return (
    <StatusChip tone={comesAgain ? "warning" : tone} {...(comesAgain ? {} : { icon })}>
      {comesAgain ? "Failing, comes again" : text}
    </StatusChip>
  );
}
