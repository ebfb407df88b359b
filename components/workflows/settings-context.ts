import type { ComponentType } from "react";
import type { PlanSource } from "@/server/engine/node";
import type { SettingsSchema } from "@/server/engine/settings-schema";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import type { Words } from "@/server/rules/core/words";
import type { PartKind } from "@/server/workflows/parts/policy";
import type { SettingsPlace } from "./settings-place";
import type { SettingPath, SettingProblems } from "./settings-values";

/** What every field of a settings form shares. */
export interface SettingsContext {
  root: SettingsSchema;
  problems: SettingProblems;
  /** The workflow whose tables, forms and queues can be chosen. */
  source: PlanSource | undefined;
  /** Where in a workflow they stand; without, paths are written by hand. */
  place?: SettingsPlace | undefined;
  /** The setting somebody wants to see: what hides it opens. */
  wanted?: SettingPath | undefined;
  change(path: SettingPath, value: unknown): void;
  /** What can be read in conditions and formulas; worked out when it is first asked for. */
  fields(): FieldCatalogue;
  /** What sentences call them. */
  words(): Words;
  /** Where forms, rule sets and the like can be made and edited; absent where settings only are tried. */
  parts?: PartsDesk | undefined;
  /** Any setting by its schema; given down so that lists and groups need not know what they hold. */
  Field: ComponentType<FieldProps>;
}

export interface PartsDesk {
  /** Makes one and names it at the path, as one step. */
  add(kind: PartKind, title: string, path: SettingPath): void;
  open(kind: PartKind, key: string): void;
}

export interface FieldProps {
  schema: SettingsSchema;
  path: SettingPath;
  value: unknown;
  /** Named from above: “Branch 2”. */
  title?: string;
  isRequired: boolean;
  context: SettingsContext;
}
