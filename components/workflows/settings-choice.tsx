"use client";

import { Select } from "@mantine/core";
import { isFixed, resolved, type SettingsSchema } from "@/server/engine/settings-schema";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { SettingsGroup } from "./settings-group";
import { choiceTitle, chosenOf, problemKey, startValue } from "./settings-values";

const NONE = "none";

/** A setting that can be filled in several ways: which one, then its fields. */
export function SettingsChoice(props: FieldProps & { choices: readonly SettingsSchema[] }) {
  const { schema, path, value, title, isRequired, context, choices } = props;
  const { root } = context;
  const isUnset = value === undefined && !isRequired && path.length > 0;
  const chosen = isUnset ? undefined : chosenOf(choices, root, value);
  const titles = choices.map((choice, i) => ({ value: String(i), label: choiceTitle(choice, root) }));
  const usual =
    schema.default === undefined
      ? "Not set"
      : `${titles[chosenOf(choices, root, schema.default)]?.label} (as usual)`;
  const own = chosen === undefined ? undefined : resolved(choices[chosen]!, root);
  // One field of its own needs no second name: it stands beside the list that chose it.
  const isPlain =
    own !== undefined &&
    !own.properties &&
    !isFixed(own) &&
    own.type !== "array" &&
    own.type !== "object" &&
    !own["x-editor"];
  return (
    <div className={classes.choice} data-plain={isPlain || undefined}>
      <Select
        label={title}
        description={schema.description ?? own?.description}
        withAsterisk={isRequired}
        allowDeselect={false}
        data={isRequired || path.length === 0 ? titles : [{ value: NONE, label: usual }, ...titles]}
        value={chosen === undefined ? NONE : String(chosen)}
        error={own && !isFixed(own) ? undefined : context.problems.get(problemKey(path))}
        onChange={(next) =>
          context.change(
            path,
            next === NONE || next === null ? undefined : startValue(choices[Number(next)]!, root),
          )
        }
      />
      {own && <Chosen {...props} own={own} />}
    </div>
  );
}

function Chosen({ own, title, ...props }: FieldProps & { own: SettingsSchema }) {
  const name = own.title ?? choiceTitle(own, props.context.root);
  // The list above has said the name already; the fields of the whole settings need no frame.
  return props.path.length === 0 ? (
    <SettingsGroup {...props} schema={own} title={name} />
  ) : (
    <props.context.Field {...props} schema={own} title={`${title}: ${name.toLowerCase()}`} isRequired />
  );
}
