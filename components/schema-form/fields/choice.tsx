"use client";

import { NativeSelect, Radio } from "@mantine/core";
import type { FieldProps, RJSFSchema } from "@rjsf/utils";
import { ariaOf, labelIdOf } from "../aria";
import css from "../form.module.css";
import { type Choice, choicesOf, FEW } from "../kind";
import { useFormText } from "../text";

/** Whether the answers are so few that all of them are shown. */
export const isFew = (schema: RJSFSchema): boolean => (choicesOf(schema)?.length ?? 0) <= FEW;

/** One of several: all in sight when they are few, the system's own list when they are many. */
export function ChoiceField(props: FieldProps) {
  const choices = choicesOf(props.schema) ?? [];
  return isFew(props.schema) ? (
    <RadioRows {...props} choices={choices} className={css.rows!} />
  ) : (
    <Many {...props} choices={choices} />
  );
}

function Many(props: FieldProps & { choices: Choice[] }) {
  const { fieldPathId, formData, onChange, onBlur, disabled, readonly, rawErrors, choices } = props;
  const { text } = useFormText();
  const id = fieldPathId.$id;
  const chosen = choices.find((choice) => choice.value === formData);
  return (
    <NativeSelect
      id={id}
      name={id}
      value={chosen ? String(chosen.value) : ""}
      data={[
        { value: "", label: text("form.chooseOne") },
        ...choices.map(({ value, label }) => ({ value: String(value), label })),
      ]}
      error={Boolean(rawErrors?.length)}
      disabled={Boolean(disabled) || Boolean(readonly)}
      classNames={{ input: css.input! }}
      onChange={(event) =>
        onChange(
          choices.find((choice) => String(choice.value) === event.currentTarget.value)?.value,
          fieldPathId.path,
          undefined,
          id,
        )
      }
      onBlur={() => onBlur(id, formData)}
      {...ariaOf({ ...props, id })}
    />
  );
}

/** Rows to pick one from. Arrow keys move, as in every radio group; the first one carries the field's id. */
export function RadioRows(props: FieldProps & { choices: Choice[]; className: string }) {
  const { fieldPathId, formData, onChange, onBlur, disabled, readonly, rawErrors, choices, className } =
    props;
  const id = fieldPathId.$id;
  return (
    <div
      role="radiogroup"
      className={className}
      data-problem={rawErrors?.length ? true : undefined}
      aria-labelledby={labelIdOf(id)}
      {...ariaOf({ ...props, id })}
    >
      {choices.map((choice, at) => {
        const isChosen = choice.value === formData;
        return (
          <label
            key={String(choice.value)}
            htmlFor={at === 0 ? id : `${id}__${at}`}
            className={css.row}
            data-checked={isChosen || undefined}
          >
            <Radio
              id={at === 0 ? id : `${id}__${at}`}
              name={id}
              value={String(choice.value)}
              className={css.mark!}
              checked={isChosen}
              disabled={Boolean(disabled) || Boolean(readonly)}
              onChange={() => onChange(choice.value, fieldPathId.path, undefined, id)}
              onBlur={() => onBlur(id, formData)}
            />
            <span>{choice.label}</span>
          </label>
        );
      })}
    </div>
  );
}
