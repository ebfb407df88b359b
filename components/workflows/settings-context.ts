import type { ComponentType } from "react";
import type { PlanSource } from "@/server/engine/node";
import type { SettingsSchema } from "@/server/engine/settings-schema";
import type { SettingPath, SettingProblems } from "./settings-values";

/** What every field of a settings form shares. */
export interface SettingsContext {
  root: SettingsSchema;
  problems: SettingProblems;
  /** The workflow whose tables, forms and queues can be chosen. */
  source: PlanSource | undefined;
  change(path: SettingPath, value: unknown): void;
  /** Any setting by its schema; given down so that lists and groups need not know what they hold. */
  Field: ComponentType<FieldProps>;
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
