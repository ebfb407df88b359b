import { sha256 } from "@/server/platform/seal";

/**
 * Which parties a challenger decides about. A party's place is the first 48 bits of SHA-256 over `workflow/party`, out of
 * ten thousand; the challenger gets the places below its share. So a party always meets the same version, however often
 * it comes, on any machine; and raising the share only adds parties.
 */
export const placeOf = (workflowId: string, partyId: string): number =>
  Number.parseInt(sha256(`${workflowId}/${partyId}`).slice(0, 12), 16) % 10_000;

export const isChallenged = (workflowId: string, partyId: string, percent: number): boolean =>
  placeOf(workflowId, partyId) < percent * 100;
