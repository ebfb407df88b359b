"use client";

import { Input } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { ariaOf, labelIdOf } from "../aria";
import { joinDay, sayDay, splitDay, type TypedDay } from "../calendar-day";
import css from "../form.module.css";
import { useFormText } from "../text";

const boxes = [
  { part: "day", key: "form.day", digits: 2, bday: "bday-day" },
  { part: "month", key: "form.month", digits: 12, bday: "bday-month" },
  { part: "year", key: "form.year", digits: 4, bday: "bday-year" },
] as const;

/** A day in three named boxes: no calendar to page through, no order to guess. Says the day back in words. */
export function DateField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, disabled, readonly, rawErrors, uiSchema } = props;
  const { text, locale } = useFormText();
  const id = fieldPathId.$id;
  const [typed, setTyped] = useState<TypedDay | null>(null);
  const shown = typed ?? splitDay(formData);
  const said = sayDay(formData, locale);
  const isBirthday = uiSchema?.["ui:autocomplete"] === ("bday" as string);

  const change = (part: keyof TypedDay, value: string) => {
    const next = { ...shown, [part]: value };
    setTyped(next);
    onChange(joinDay(next, locale), fieldPathId.path, undefined, id);
  };
  const leave = (event: React.FocusEvent<HTMLFieldSetElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setTyped(null);
    onBlur(id, formData);
  };
  const { "aria-invalid": invalid, "aria-describedby": describedBy } = ariaOf({ ...props, id });
  return (
    <fieldset
      className={css.group}
      aria-labelledby={labelIdOf(id)}
      aria-describedby={describedBy}
      onBlur={leave}
    >
      <div className={css.date}>
        {boxes.map(({ part, key, digits, bday }, index) => {
          const boxId = index === 0 ? id : `${id}__${part}`;
          return (
            <div key={part}>
              <label className={css.small} htmlFor={boxId}>
                {text(key)}
              </label>
              <Input
                id={boxId}
                inputMode={part === "month" ? "text" : "numeric"}
                autoComplete={isBirthday ? bday : "off"}
                value={shown[part]}
                maxLength={digits}
                error={Boolean(rawErrors?.length)}
                aria-invalid={invalid}
                disabled={Boolean(disabled)}
                readOnly={Boolean(readonly)}
                classNames={{ input: `${css.input} ${css.numeric}` }}
                onChange={(event) => change(part, event.currentTarget.value)}
              />
            </div>
          );
        })}
      </div>
      <p className={css.said} aria-live="polite">
        {said ?? text("form.dateExample")}
      </p>
    </fieldset>
  );
}
