"use client";

import { Checkbox } from "@mantine/core";
import type { FieldProps, RJSFSchema } from "@rjsf/utils";
import { ariaOf, labelIdOf } from "../aria";
import css from "../form.module.css";
import { choicesOf } from "../kind";

/** Several of several, kept in the order they are offered. */
export function ChoicesField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, disabled, readonly, rawErrors } = props;
  const id = fieldPathId.$id;
  const choices = choicesOf(schema.items as RJSFSchema) ?? [];
  const chosen = new Set<unknown>(Array.isArray(formData) ? formData : []);
  const toggle = (value: unknown, isOn: boolean) => {
    const next = choices
      .map((choice) => choice.value)
      .filter((one) => (one === value ? isOn : chosen.has(one)));
    onChange(next.length ? next : undefined, fieldPathId.path, undefined, id);
  };
  const { "aria-describedby": describedBy } = ariaOf({ ...props, id });
  return (
    <fieldset
      className={`${css.group} ${css.rows}`}
      data-problem={rawErrors?.length ? true : undefined}
      aria-labelledby={labelIdOf(id)}
      aria-describedby={describedBy}
    >
      {choices.map((choice, at) => (
        <label
          key={String(choice.value)}
          htmlFor={at === 0 ? id : `${id}__${at}`}
          className={css.row}
          data-checked={chosen.has(choice.value) || undefined}
        >
          <Checkbox
            id={at === 0 ? id : `${id}__${at}`}
            value={String(choice.value)}
            className={css.mark!}
            checked={chosen.has(choice.value)}
            disabled={Boolean(disabled) || Boolean(readonly)}
            onChange={(event) => toggle(choice.value, event.currentTarget.checked)}
            onBlur={() => onBlur(id, formData)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
