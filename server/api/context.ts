import { applicantContext } from "@/server/auth/applicant";
import { staffContext } from "@/server/auth/session";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";

/** A context at the door: no verb is running yet, so there is no transaction to join. */
export type DoorContext = Omit<Context, "tx">;

/** What a procedure knows before it knows who asks. Who it is gets looked up once per request, when first needed. */
export interface Door {
  requestId: string;
  at: Date;
  headers: Headers;
  staff: () => Promise<DoorContext>;
  applicant: () => Promise<DoorContext>;
}

/** The door of one request; the calls of a batch share it. */
export function openDoor(headers: Headers): { door: Door } {
  const at = new Date();
  const requestId = newId("request", at);
  let staff: Promise<DoorContext> | undefined;
  let applicant: Promise<DoorContext> | undefined;
  return {
    door: {
      requestId,
      at,
      headers,
      staff: () => {
        staff ??= staffContext(headers, { at, requestId });
        return staff;
      },
      applicant: () => {
        applicant ??= applicantContext(headers, { at, requestId });
        return applicant;
      },
    },
  };
}
