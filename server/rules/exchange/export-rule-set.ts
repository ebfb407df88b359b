import type { RuleSet } from "@/server/rules/core/ast";
import { guardedLogic, type LogicSettings } from "./export-json-logic";
import type { Logic } from "./logic";

export interface ExportedRule {
  code: string;
  title: string;
  /** Holds exactly where the rule fires; absent where it cannot be written. */
  when?: Logic;
  outcome?: string;
  points?: number;
  reasonCode?: string;
}

export interface ExportReport {
  code: string;
  /** `exact`, `nearly` with what differs, or `not` with what JSONLogic has no words for. */
  as: "exact" | "nearly" | "not";
  notes: string[];
}

/** A rule set as guarded JSONLogic: for each rule where it fires, and how faithful that is. */
export function exportRuleSet(
  set: RuleSet,
  settings: LogicSettings,
): { rules: ExportedRule[]; report: ExportReport[] } {
  const rules: ExportedRule[] = [];
  const report: ExportReport[] = [];
  for (const { code, title, when, outcome, points, reasonCode, enabled } of set.rules) {
    if (!enabled) continue;
    const found = guardedLogic(when, settings);
    const base: ExportedRule = {
      ...{ code, title },
      ...(outcome !== undefined && { outcome }),
      ...(points !== undefined && { points }),
      ...(reasonCode !== undefined && { reasonCode }),
    };
    if ("beyond" in found) {
      rules.push(base);
      report.push({ code, as: "not", notes: [`JSONLogic has no words for this: ${found.beyond}.`] });
    } else {
      rules.push({ ...base, when: found.isTrue });
      report.push({ code, as: found.notes.length > 0 ? "nearly" : "exact", notes: found.notes });
    }
  }
  return { rules, report };
}
