"use client";

import { useMemo } from "react";
import type { NodeDefinition, PlanSource } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import { type FieldCatalogue, fieldsOf, wordsOf } from "@/server/rules/core/fields";
import type { Words } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { PartsDesk, SettingsContext } from "./settings-context";
import { SettingsField } from "./settings-field";
import classes from "./settings-form.module.css";
import { type SettingPath, settingProblems, withSetting } from "./settings-values";

interface NodeSettingsFormProps {
  definition: Pick<NodeDefinition, "config">;
  value: unknown;
  onChange: (settings: unknown) => void;
  /** The workflow it stands in: its tables, forms and queues can be chosen by name. */
  source?: PlanSource;
  /** Where what the settings name is made and edited. */
  parts?: PartsDesk;
}

/** A workflow that is whole can say what is read in it, when asked; of an example's few parts nothing is known. */
function knownOf(source: PlanSource | undefined): Pick<SettingsContext, "fields" | "words"> {
  const whole = source && "format" in source ? (source as unknown as WorkflowDocument) : undefined;
  let fields: FieldCatalogue | undefined;
  let words: Words | undefined;
  return {
    fields() {
      fields ??= whole ? fieldsOf(whole) : new Map();
      return fields;
    },
    words() {
      words ??= whole ? wordsOf(whole) : { titles: {} };
      return words;
    },
  };
}

/** The settings of a node as a form made from its definition alone. Its problems are those the schema has. */
export function NodeSettingsForm({ definition, value, onChange, source, parts }: NodeSettingsFormProps) {
  const root = useMemo(() => settingsSchema(definition), [definition]);
  const problems = useMemo(() => settingProblems(definition, value), [definition, value]);
  const known = useMemo(() => knownOf(source), [source]);
  const change = (path: SettingPath, next: unknown) => onChange(withSetting(value, path, next) ?? {});
  const hasFields = Object.keys(root.properties ?? {}).length > 0 || root.oneOf || root.anyOf;
  return (
    <div className={classes.form}>
      {hasFields ? (
        <SettingsField
          schema={root}
          path={[]}
          value={value}
          title="Kind"
          isRequired
          context={{ root, problems, source, change, parts, ...known, Field: SettingsField }}
        />
      ) : (
        <p className={classes.help}>There is nothing to set.</p>
      )}
      {problems.has("") && <p className={classes.problem}>{problems.get("")}</p>}
    </div>
  );
}
