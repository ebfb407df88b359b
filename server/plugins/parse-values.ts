import type { z } from "zod";
import { DomainError, fieldIssues } from "@/server/errors";
import type { JsonObject, PluginDefinition } from "./contract";
import type { FieldWhen } from "./schema";

/** Credentials or settings against the plugin's schema. The complaint names fields, never what stood in them. */
function parsePart(schema: z.ZodObject, values: Record<string, unknown>, part: "credentials" | "settings") {
  const parsed = schema.safeParse(values);
  return parsed.success
    ? { values: parsed.data as JsonObject, issues: [] }
    : { values: undefined, issues: fieldIssues(parsed.error, part) };
}

/** Both, and whether they go together. Throws every complaint at once. */
export function parseValues(
  definition: PluginDefinition,
  given: { settings: Record<string, unknown>; credentials: Record<string, unknown> },
): { settings: JsonObject; credentials: JsonObject } {
  const settings = parsePart(definition.settings, given.settings, "settings");
  const credentials = parsePart(definition.credentials, given.credentials, "credentials");
  const issues = [...settings.issues, ...credentials.issues];
  if (settings.values && credentials.values) {
    issues.push(...(definition.complaints?.(settings.values, credentials.values) ?? []));
    if (issues.length === 0)
      return {
        settings: settings.values,
        credentials: asked(definition, settings.values, credentials.values),
      };
  }
  throw new DomainError("invalid", "Some fields of the connection need mending.", { issues });
}

/** What these settings do not ask for is not kept: a password nobody needs any more is only there to be lost. */
function asked({ credentials }: PluginDefinition, settings: JsonObject, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { when } = (credentials.shape[name]?.meta() ?? {}) as { when?: FieldWhen };
      return [name, when && !when.is.includes(String(settings[when.setting])) ? "" : value];
    }),
  );
}
