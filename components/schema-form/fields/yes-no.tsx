"use client";

import type { FieldProps } from "@rjsf/utils";
import css from "../form.module.css";
import { useFormText } from "../text";
import { RadioRows } from "./choice";

/** Yes or no, with neither chosen beforehand: an untouched box must not count as *no*. */
export function YesNoField(props: FieldProps) {
  const { text } = useFormText();
  return (
    <RadioRows
      {...props}
      className={css.pair!}
      choices={[
        { value: true, label: text("form.yes") },
        { value: false, label: text("form.no") },
      ]}
    />
  );
}
