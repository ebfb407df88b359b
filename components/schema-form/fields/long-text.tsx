"use client";

import { Textarea } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { ariaOf } from "../aria";
import css from "../form.module.css";

export function LongTextField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, uiSchema, disabled, readonly, rawErrors } = props;
  const id = fieldPathId.$id;
  return (
    <Textarea
      id={id}
      name={id}
      dir="auto"
      autosize
      minRows={Number(uiSchema?.["ui:rows"] ?? 3)}
      maxRows={12}
      maxLength={10_000}
      value={typeof formData === "string" ? formData : ""}
      placeholder={uiSchema?.["ui:placeholder"]}
      error={Boolean(rawErrors?.length)}
      disabled={Boolean(disabled)}
      readOnly={readonly}
      classNames={{ input: css.input! }}
      onChange={(event) => onChange(event.currentTarget.value || undefined, fieldPathId.path, undefined, id)}
      onBlur={() => onBlur(id, formData)}
      {...ariaOf({ ...props, id })}
    />
  );
}
