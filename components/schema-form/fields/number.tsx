"use client";

import { Input } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { readDecimal } from "../amounts";
import { ariaOf } from "../aria";
import css from "../form.module.css";
import { useFormText } from "../text";

const unitOf = (schema: FieldProps["schema"]): string | undefined => {
  const unit: unknown = schema["x-unit"] ?? (schema["x-format"] === "percent" ? "%" : undefined);
  return typeof unit === "string" ? unit : undefined;
};

/** A number, typed as people type it. What cannot be read stays as text until it is mended. */
export function NumberField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, disabled, readonly, rawErrors, uiSchema } = props;
  const { locale } = useFormText();
  const id = fieldPathId.$id;
  const [typed, setTyped] = useState<string | null>(null);
  const unit = unitOf(schema);
  const shown =
    typeof formData === "number"
      ? new Intl.NumberFormat(locale, { maximumFractionDigits: 12, useGrouping: false }).format(formData)
      : typeof formData === "string"
        ? formData
        : "";
  const change = (text: string) => {
    setTyped(text);
    const plain = readDecimal(unit ? text.replace(unit, "") : text, locale);
    const value = text.trim() === "" ? undefined : plain === undefined ? text : Number(plain);
    onChange(value, fieldPathId.path, undefined, id);
  };
  return (
    <Input
      id={id}
      name={id}
      inputMode={schema.type === "integer" ? "numeric" : "decimal"}
      autoComplete="off"
      value={typed ?? shown}
      placeholder={uiSchema?.["ui:placeholder"]}
      maxLength={40}
      error={Boolean(rawErrors?.length)}
      disabled={Boolean(disabled)}
      readOnly={Boolean(readonly)}
      classNames={{ input: `${css.input} ${css.numeric} ${unit ? css.withUnit : ""}` }}
      rightSection={unit ? <span className={css.unit}>{unit}</span> : undefined}
      rightSectionWidth={48}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => {
        setTyped(null);
        onBlur(id, formData);
      }}
      {...ariaOf({ ...props, id })}
    />
  );
}
