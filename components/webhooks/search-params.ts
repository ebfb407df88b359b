import { parseAsIsoDate, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { deliveryStates } from "@/db/enums/enums";
import { TEST_EVENT, webhookEventNames } from "@/server/webhooks/catalogue";

/** What a link to an endpoint's log carries. */
export const logParams = {
  state: parseAsStringLiteral(deliveryStates),
  type: parseAsStringLiteral([...webhookEventNames, TEST_EVENT] as const),
  /** A day: what happened since its beginning. */
  since: parseAsIsoDate,
  /** The delivery that is open. */
  delivery: parseAsString,
};

export interface LogFilters {
  state: (typeof deliveryStates)[number] | null;
  type: (typeof webhookEventNames)[number] | typeof TEST_EVENT | null;
  since: Date | null;
}

/** The filters as the procedures take them. */
export const logFilters = ({ state, type, since }: LogFilters) => ({
  state,
  type,
  since: since?.toISOString() ?? null,
});
