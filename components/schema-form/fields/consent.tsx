"use client";

import { Checkbox } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { ariaOf, labelIdOf } from "../aria";
import css from "../form.module.css";

/** A statement the reader agrees to. Taking the tick away is no answer, not a *no*. */
export function ConsentField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, uiSchema, name, disabled, readonly, rawErrors } =
    props;
  const id = fieldPathId.$id;
  return (
    <label
      htmlFor={id}
      className={`${css.row} ${css.consent}`}
      data-checked={formData === true || undefined}
      data-problem={rawErrors?.length ? true : undefined}
    >
      <Checkbox
        id={id}
        className={css.mark!}
        checked={formData === true}
        disabled={Boolean(disabled) || Boolean(readonly)}
        onChange={(event) =>
          onChange(event.currentTarget.checked ? true : undefined, fieldPathId.path, undefined, id)
        }
        onBlur={() => onBlur(id, formData)}
        {...ariaOf({ ...props, id })}
      />
      <span id={labelIdOf(id)}>{uiSchema?.["ui:title"] ?? schema.title ?? name}</span>
    </label>
  );
}
