"use client";

import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { problemKey } from "./settings-values";

/** The fields of an object; at the top they stand alone, below in a frame with their name. */
export function SettingsGroup({ schema, path, value, title, context }: FieldProps) {
  const settings = typeof value === "object" && value !== null ? (value as { [key: string]: unknown }) : {};
  const fields = Object.entries(schema.properties ?? {}).map(([key, property]) => (
    <context.Field
      key={key}
      schema={property}
      path={[...path, key]}
      value={settings[key]}
      isRequired={schema.required?.includes(key) ?? false}
      context={context}
    />
  ));
  if (path.length === 0) return <div className={classes.fields}>{fields}</div>;
  const problem = context.problems.get(problemKey(path));
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {schema.description && <p className={classes.help}>{schema.description}</p>}
      {problem && <p className={classes.problem}>{problem}</p>}
      <div className={classes.fields}>{fields}</div>
    </fieldset>
  );
}
