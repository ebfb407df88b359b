"use client";

import { Button, Combobox, Textarea, TextInput, useCombobox } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { type RefObject, useMemo, useRef, useState } from "react";
import { fieldsInText } from "@/server/workflows/available/policy";
import { offersFor } from "./field-offers";
import { FieldOptions } from "./field-options";
import css from "./field-picker.module.css";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import type { SettingsPlace } from "./settings-place";
import { problemAt } from "./settings-values";

/** Texts longer than this are written in more than one line. */
const LONG = 400;

/** A text; one that may hold fields of the run gets a button that puts them in where one writes. */
export function SettingsText({ schema, path, value, title, isRequired, context }: FieldProps) {
  const input = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const text = typeof value === "string" ? value : "";
  const set = (next: string) => context.change(path, next === "" ? undefined : next);
  const isStatement = schema["x-editor"] === "sql";
  const { default: usual } = schema;
  const { place } = context;
  const takesFields = schema["x-template"] === true && place !== undefined;
  const shared = {
    ref: input,
    label: title,
    description: schema.description,
    withAsterisk: isRequired,
    error: problemAt(context.problems, path) ?? (takesFields ? faultIn(text, place) : undefined),
    value: text,
    placeholder: usual === undefined || usual === "" ? undefined : `${String(usual)} unless set`,
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  };
  const isLong = isStatement || (schema.maxLength ?? 0) > LONG;
  return (
    <div>
      {isLong ? (
        <Textarea
          {...shared}
          classNames={isStatement ? { input: classes.code ?? "" } : {}}
          autosize
          minRows={2}
          maxRows={14}
        />
      ) : (
        <TextInput {...shared} />
      )}
      {takesFields && <InsertField place={place} into={input} onChange={set} />}
    </div>
  );
}

/** The first of a text's fields that reads nothing here. */
function faultIn(text: string, place: SettingsPlace): string | undefined {
  for (const path of fieldsInText(text)) {
    const fault = place.why(path);
    if (fault) return fault.nearest ? `${fault.message} Did you mean “${fault.nearest}”?` : fault.message;
  }
  return undefined;
}

/** Puts a field in double braces where the cursor stood. */
export function InsertField({
  place,
  into,
  onChange,
}: {
  place: SettingsPlace;
  into: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
  onChange: (text: string) => void;
}) {
  const [search, setSearch] = useState("");
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption();
      setSearch("");
    },
    onDropdownOpen: () => box.focusSearchInput(),
  });
  const offers = useMemo(
    () => offersFor(place.available, { pattern: "^(\\w+)(\\.[\\w-]+)+$|^index$" }),
    [place.available],
  );
  return (
    <div className={css.insert}>
      <Combobox
        store={box}
        withinPortal
        position="bottom-end"
        width={380}
        onOptionSubmit={(path) => {
          box.closeDropdown();
          const field = into.current;
          if (!field) return;
          const at = field.selectionStart ?? field.value.length;
          const written = `{{${path}}}`;
          onChange(field.value.slice(0, at) + written + field.value.slice(field.selectionEnd ?? at));
          // After the text has been put in: the cursor stands behind it.
          requestAnimationFrame(() => {
            field.focus();
            field.setSelectionRange(at + written.length, at + written.length);
          });
        }}
      >
        <Combobox.Target withAriaAttributes={false}>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconBraces size={13} aria-hidden />}
            onClick={() => box.toggleDropdown()}
          >
            Insert a field
          </Button>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            aria-label="Find a field"
            placeholder="Find a field"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              box.updateSelectedOptionIndex();
            }}
          />
          {box.dropdownOpened && <FieldOptions offers={offers} search={search} sample={place.sample} />}
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
}
