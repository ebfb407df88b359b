"use client";

import { SettingsField } from "@/components/workflows/settings-field";
import classes from "@/components/workflows/settings-form.module.css";
import { type SettingPath, withSetting } from "@/components/workflows/settings-values";
import type { SettingsSchema } from "@/server/engine/settings-schema";

const none: ReadonlyMap<string, string> = new Map();

/** A form for data whose shape is known only while the builder runs: an input, a vendor's answer. */
export function ShapeForm({
  shape,
  value,
  onChange,
  title,
}: {
  shape: SettingsSchema;
  value: unknown;
  onChange: (value: unknown) => void;
  title: string;
}) {
  const change = (path: SettingPath, next: unknown) => onChange(withSetting(value, path, next) ?? {});
  return (
    <div className={classes.form}>
      <SettingsField
        schema={shape}
        path={[]}
        value={value}
        title={title}
        isRequired={false}
        context={{
          root: shape,
          problems: none,
          source: undefined,
          fields: () => new Map(),
          words: () => ({ titles: {} }),
          change,
          Field: SettingsField,
        }}
      />
    </div>
  );
}
