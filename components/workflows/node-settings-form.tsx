"use client";

import { useMemo } from "react";
import { FieldPlaceContext } from "@/components/rules/field-place";
import type { NodeDefinition, PlanSource } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import { type FieldCatalogue, fieldsOf, wordsOf } from "@/server/rules/core/fields";
import type { Words } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { PartsDesk, SettingsContext } from "./settings-context";
import { SettingsField } from "./settings-field";
import classes from "./settings-form.module.css";
import type { SettingsPlace } from "./settings-place";
import { type SettingPath, type SettingProblems, settingProblems, withSetting } from "./settings-values";

interface NodeSettingsFormProps {
  definition: Pick<NodeDefinition, "config">;
  value: unknown;
  onChange: (settings: unknown) => void;
  /** The workflow it stands in: its tables, forms and queues can be chosen by name. */
  source?: PlanSource;
  /** Where what the settings name is made and edited. */
  parts?: PartsDesk;
  /** Where in the workflow they stand: what can be read there. */
  place?: SettingsPlace | undefined;
  /** What else is known to be wrong, by the path of the setting. */
  complaints?: SettingProblems | undefined;
  /** The setting to be seen. */
  wanted?: SettingPath | undefined;
}

/** A workflow that is whole can say what is read in it, when asked; of an example's few parts nothing is known. */
function knownOf(
  source: PlanSource | undefined,
  place: SettingsPlace | undefined,
): Pick<SettingsContext, "fields" | "words"> {
  if (place) return { fields: () => place.available.catalogue, words: () => place.words };
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
export function NodeSettingsForm(props: NodeSettingsFormProps) {
  const { definition, value, onChange, source, parts, place, complaints, wanted } = props;
  const root = useMemo(() => settingsSchema(definition), [definition]);
  const problems = useMemo(
    () => new Map([...(complaints ?? []), ...settingProblems(definition, value)]),
    [definition, value, complaints],
  );
  const known = useMemo(() => knownOf(source, place), [source, place]);
  const change = (path: SettingPath, next: unknown) => onChange(withSetting(value, path, next) ?? {});
  const hasFields = Object.keys(root.properties ?? {}).length > 0 || root.oneOf || root.anyOf;
  return (
    <FieldPlaceContext value={place}>
      <div className={classes.form}>
        {hasFields ? (
          <SettingsField
            schema={root}
            path={[]}
            value={value}
            title="Kind"
            isRequired
            context={{ root, problems, source, place, wanted, change, parts, ...known, Field: SettingsField }}
          />
        ) : (
          <p className={classes.help}>There is nothing to set.</p>
        )}
        {problems.has("") && <p className={classes.problem}>{problems.get("")}</p>}
      </div>
    </FieldPlaceContext>
  );
}
