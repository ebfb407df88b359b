"use client";

import { Input, NativeSelect } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { readMinor, showMinor } from "../amounts";
import { ariaOf, labelIdOf } from "../aria";
import css from "../form.module.css";
import { currenciesOf } from "../kind";
import { useFormText } from "../text";

interface Typed {
  /** Whole minor units; text while it cannot be read. */
  amount?: number | string;
  currency?: string;
}

/** An amount with its currency. Decimal text on screen, minor units in the data, no float between. */
export function MoneyField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, schema, disabled, readonly, rawErrors, uiSchema } = props;
  const { text, locale } = useFormText();
  const id = fieldPathId.$id;
  const [typed, setTyped] = useState<string | null>(null);
  const value = (formData ?? {}) as Typed;
  const currencies = currenciesOf(schema);
  const currency = value.currency ?? currencies[0] ?? "";
  const shown =
    typeof value.amount === "number" ? showMinor(value.amount, currency, locale) : (value.amount ?? "");

  const change = (written: string, inCurrency: string) => {
    const amount = written.trim() === "" ? undefined : (readMinor(written, inCurrency, locale) ?? written);
    onChange(
      amount === undefined ? undefined : { amount, currency: inCurrency },
      fieldPathId.path,
      undefined,
      id,
    );
  };
  return (
    <fieldset
      className={currencies.length > 1 ? `${css.group} ${css.money}` : css.group}
      aria-labelledby={labelIdOf(id)}
    >
      <Input
        id={id}
        name={id}
        inputMode="decimal"
        autoComplete="off"
        aria-label={currencies.length > 1 ? text("form.amount") : undefined}
        aria-labelledby={currencies.length > 1 ? undefined : labelIdOf(id)}
        value={typed ?? shown}
        placeholder={uiSchema?.["ui:placeholder"]}
        maxLength={30}
        error={Boolean(rawErrors?.length)}
        disabled={Boolean(disabled)}
        readOnly={Boolean(readonly)}
        classNames={{ input: `${css.input} ${css.numeric} ${currencies.length === 1 ? css.withUnit : ""}` }}
        rightSection={currencies.length === 1 ? <span className={css.unit}>{currency}</span> : undefined}
        rightSectionWidth={56}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          change(event.currentTarget.value, currency);
        }}
        onBlur={() => {
          setTyped(null);
          onBlur(id, formData);
        }}
        {...ariaOf({ ...props, id })}
      />
      {currencies.length > 1 && (
        <NativeSelect
          id={`${id}__currency`}
          className={css.currency!}
          classNames={{ input: css.input! }}
          aria-label={text("form.currency")}
          data={currencies}
          value={currency}
          disabled={Boolean(disabled) || Boolean(readonly)}
          onChange={(event) => {
            const next = event.currentTarget.value;
            if (value.amount === undefined) onChange({ currency: next }, fieldPathId.path, undefined, id);
            else change(typed ?? shown, next);
          }}
          onBlur={() => onBlur(id, formData)}
        />
      )}
    </fieldset>
  );
}
