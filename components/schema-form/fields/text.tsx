"use client";

import { Input } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { ariaOf } from "../aria";
import css from "../form.module.css";

/** How the keyboard, the autofill and the shape of one kind of text behave. */
interface Manner {
  type?: "text" | "email" | "tel" | "url";
  inputMode?: "text" | "email" | "tel" | "url" | "numeric";
  autoComplete?: string;
  spellCheck?: boolean;
  autoCapitalize?: "none" | "characters" | "words";
  /** Run when the field is left: tidies what was typed, never changes its meaning. */
  tidy?: (typed: string) => string;
  ltr?: boolean;
}

/** A one-line field with a manner. An emptied field is no answer, not an empty one. */
export function lineField(manner: Manner) {
  const { tidy = (typed: string) => typed.trim(), ltr, ...input } = manner;
  return function LineField(props: FieldProps) {
    const { fieldPathId, formData, onChange, onBlur, uiSchema, disabled, readonly, rawErrors, schema } =
      props;
    const id = fieldPathId.$id;
    const change = (typed: string) =>
      onChange(typed === "" ? undefined : typed, fieldPathId.path, undefined, id);
    const value = typeof formData === "string" || typeof formData === "number" ? String(formData) : "";
    return (
      <Input
        id={id}
        name={id}
        {...input}
        {...(typeof uiSchema?.["ui:autocomplete"] === "string"
          ? { autoComplete: uiSchema["ui:autocomplete"] }
          : {})}
        {...(ltr ? { dir: "ltr" } : { dir: "auto" })}
        placeholder={uiSchema?.["ui:placeholder"]}
        value={value}
        maxLength={schema.maxLength ? Math.max(schema.maxLength * 2, 40) : 2000}
        error={Boolean(rawErrors?.length)}
        disabled={Boolean(disabled)}
        readOnly={Boolean(readonly)}
        classNames={{ input: css.input! }}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => {
          const tidied = tidy(value);
          if (tidied !== value) change(tidied);
          onBlur(id, tidied);
        }}
        {...ariaOf({ ...props, id })}
      />
    );
  };
}

export const TextField = lineField({});
