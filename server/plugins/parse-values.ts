import type { z } from "zod";
import { DomainError, fieldIssues } from "@/server/errors";

/** Credentials or settings against the plugin's schema. The complaint names fields, never what stood in them. */
export function parseValues(
  schema: z.ZodObject,
  values: Record<string, unknown>,
  part: "credentials" | "settings",
): Record<string, unknown> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid", `Some of the ${part} need mending.`, {
    issues: fieldIssues(parsed.error, part),
  });
}
