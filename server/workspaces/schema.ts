import { z } from "zod";
import { roles } from "@/db/enums/enums";
import { emailInput } from "@/server/auth/schema";
import { apiScopes } from "./policy";

const id = z.string().max(64);
const name = z.string().trim().min(1, "Enter a name.").max(120, "Use at most 120 characters.");

export const memberInput = z.strictObject({ memberId: id });
export const addMemberInput = z.strictObject({ email: emailInput, name, role: z.enum(roles) });
export const changeRoleInput = z.strictObject({ memberId: id, role: z.enum(roles) });

/** The ways through a screen that are shown to whoever is new there. */
export const guides = ["builder"] as const;
export const guideInput = z.strictObject({ guide: z.enum(guides) });

export const sessionInput = z.strictObject({ sessionId: id });

export const createApiKeyInput = z.strictObject({
  name,
  scopes: z.array(z.enum(apiScopes)).min(1, "Choose at least one scope."),
  /** Days until the key stops working; without it the key lasts until it is revoked. */
  days: z.int().min(1).max(730, "Choose at most 730 days.").optional(),
});
export const apiKeyInput = z.strictObject({ apiKeyId: id });

const timeZone = z.string().max(64).refine(isTimeZone, "Choose a time zone such as Europe/Berlin.");

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Every setting an admin can change; what is left out stays as it is. */
export const changeWorkspaceInput = z.strictObject({
  name: name.optional(),
  timeZone: timeZone.optional(),
  brandName: name.optional(),
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "Use a colour such as #1c7ed6.")
    .optional(),
  supportEmail: emailInput.optional(),
  decisionDelaySeconds: z.int().min(0).max(300, "Choose at most 300 seconds.").optional(),
  publishNeedsApproval: z.boolean().optional(),
  linkDays: z.int().min(1).max(90, "Choose at most 90 days.").optional(),
});

export const queueInput = z.strictObject({ key: z.string().max(64) });

/** A workflow that sends cases to a queue. */
export interface QueueUse {
  workflowId: string;
  title: string;
  /** The version that is live; null for the draft. */
  version: number | null;
  /** Where it is named, in words. */
  places: string[];
}

export const changeQueueInput = z.strictObject({
  key: z.string().max(64),
  title: name.optional(),
  slaHours: z
    .int()
    .min(1)
    .max(24 * 90, "Choose at most 90 days.")
    .optional(),
  checklist: z.array(z.string().trim().min(1, "Write the point or remove it.").max(200)).max(30).optional(),
});
