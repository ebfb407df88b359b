import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { getVersion } from "@/server/workflows/get-version";
import { workflowIdOf } from "@/server/workflows/id-of-key";
import type { RuleSet } from "./core/ast";
import { assertTimeZone, type CalendarSettings } from "./core/calendar";
import { type FieldCatalogue, fieldsOf, findField } from "./core/fields";
import { type ExportedRule, type ExportReport, exportRuleSet } from "./exchange/export-rule-set";
import type { ExportInput } from "./schema";

interface Subject extends CalendarSettings {
  ruleSet: RuleSet;
  fields: FieldCatalogue;
}

/** A rule set as guarded JSONLogic, of a version or as it is given. Changes nothing. */
export async function exportRules(
  ctx: Context,
  input: ExportInput,
): Promise<{ format: "json-logic"; rules: ExportedRule[]; report: ExportReport[] }> {
  const { ruleSet, fields, timeZone, leapDayBirthday } = await subjectOf(ctx, input);
  try {
    assertTimeZone(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { message } = error;
    throw new DomainError("invalid", message, { issues: [{ path: "timeZone", code: "time_zone", message }] });
  }
  const at = input.at ?? ctx.at.toISOString();
  const typeOf = (path: string) => findField(fields, path);
  return { format: "json-logic", ...exportRuleSet(ruleSet, { timeZone, leapDayBirthday, at, typeOf }) };
}

async function subjectOf(ctx: Context, input: ExportInput): Promise<Subject> {
  const { workflow, version, key, ruleSet, timeZone, leapDayBirthday } = input;
  if (ruleSet) return { ruleSet, fields: new Map(), timeZone, leapDayBirthday };
  const workflowId = await workflowIdOf(ctx, { key: workflow ?? "" });
  const { document, version: found } = await getVersion(ctx, { workflowId, version });
  const own = key !== undefined && Object.hasOwn(document.rules, key) ? document.rules[key] : undefined;
  if (!own) {
    const message = `Version ${found} of “${workflow}” has no rule set “${key}”.`;
    throw new DomainError("invalid", message, { issues: [{ path: "key", code: "unknown", message }] });
  }
  return { ruleSet: own, fields: fieldsOf(document), ...document.settings };
}
