"use client";

import { Select } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useMemo } from "react";
import { ariaOf, labelIdOf } from "../aria";
import { countriesOf, countryName } from "../countries";
import css from "../form.module.css";
import { choicesOf } from "../kind";
import { useFormText } from "../text";

/** A country, found by typing part of its name or its two letters. */
export function CountryField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, disabled, readonly, rawErrors } = props;
  const { text, locale } = useFormText();
  const id = fieldPathId.$id;
  const data = useMemo(() => {
    const offered = choicesOf(schema);
    return offered
      ? offered.map(({ value, label }) => ({
          value: String(value),
          label: label === value ? countryName(String(value), locale) : label,
        }))
      : countriesOf(locale).map(({ code, name }) => ({ value: code, label: name }));
  }, [schema, locale]);
  return (
    <Select
      id={id}
      data={data}
      value={typeof formData === "string" ? formData : null}
      searchable
      selectFirstOptionOnChange
      maxDropdownHeight={288}
      placeholder={text("form.searchCountry")}
      nothingFoundMessage={text("form.noCountry")}
      error={Boolean(rawErrors?.length)}
      disabled={Boolean(disabled)}
      readOnly={readonly}
      autoComplete="off"
      classNames={{ input: css.input!, option: css.option! }}
      comboboxProps={{ transitionProps: { duration: 80 } }}
      filter={({ options, search }) => {
        const wanted = search.trim().toLocaleLowerCase(locale);
        const plain = (name: string) =>
          name.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(locale);
        return options.filter(
          (option) =>
            "value" in option &&
            (plain(option.label).includes(plain(wanted)) || option.value.toLowerCase() === wanted),
        );
      }}
      onChange={(value) => onChange(value ?? undefined, fieldPathId.path, undefined, id)}
      onBlur={() => onBlur(id, formData)}
      aria-labelledby={labelIdOf(id)}
      {...ariaOf({ ...props, id })}
    />
  );
}
