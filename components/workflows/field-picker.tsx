"use client";

import { Button, Combobox, TextInput, useCombobox } from "@mantine/core";
import { IconArrowRight, IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { FieldTypeIcon, typeWord } from "@/components/rules/field-type";
import type { SettingsSchema } from "@/server/engine/settings-schema";
import { findAvailable } from "@/server/workflows/available/policy";
import { offersFor } from "./field-offers";
import { FieldOptions } from "./field-options";
import css from "./field-picker.module.css";
import type { SettingsPlace } from "./settings-place";

interface FieldPickerProps {
  label: ReactNode;
  ariaLabel?: string;
  description?: ReactNode;
  error?: ReactNode;
  withAsterisk?: boolean;
  value: string;
  onChange: (path: string) => void;
  place: SettingsPlace;
  /** What the setting takes. */
  schema: Pick<SettingsSchema, "pattern" | "x-types">;
}

/** A path of the run's data: chosen from what is known at this step, or written by whoever knows it by heart. */
export function FieldPicker({ label, value, onChange, place, schema, error, ...shared }: FieldPickerProps) {
  const box = useCombobox({
    onDropdownClose: () => box.resetSelectedOption(),
    onDropdownOpen: () => setSearch(""),
  });
  // Opened, it shows everything; only what is written then is searched for.
  const [search, setSearch] = useState("");
  const offers = useMemo(() => offersFor(place.available, schema), [place.available, schema]);
  const field = value === "" ? undefined : findAvailable(place.available, value);
  const fault = value === "" || field ? undefined : place.why(value);
  const { ariaLabel, ...input } = shared;
  return (
    <div className={css.picker}>
      <Combobox
        store={box}
        withinPortal
        position="bottom-start"
        width={380}
        onOptionSubmit={(path) => {
          onChange(path);
          box.closeDropdown();
        }}
      >
        <Combobox.Target withExpandedAttribute>
          <TextInput
            {...input}
            label={label}
            aria-label={ariaLabel}
            error={fault?.message ?? error}
            classNames={{ input: css.input ?? "" }}
            placeholder="Choose a field or write its path"
            autoComplete="off"
            spellCheck={false}
            value={value}
            leftSection={field && <FieldTypeIcon type={field.type} />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            rightSectionPointerEvents="none"
            onClick={() => box.openDropdown()}
            onBlur={() => box.closeDropdown()}
            onChange={(event) => {
              const next = event.currentTarget.value;
              box.openDropdown();
              box.updateSelectedOptionIndex();
              onChange(next);
              setSearch(next);
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          {box.dropdownOpened && <FieldOptions offers={offers} search={search} sample={place.sample} />}
        </Combobox.Dropdown>
      </Combobox>
      {field && (
        <p className={css.told}>
          {field.title} <span className={css.type}>{typeWord(field)}</span> from {field.origin.title}
          {!field.isAlways && <span className={css.sometimes}> only on some ways</span>}
        </p>
      )}
      {fault?.nearest !== undefined && (
        <Button
          variant="subtle"
          size="compact-xs"
          className={css.nearest ?? ""}
          leftSection={<IconArrowRight size={12} aria-hidden />}
          onClick={() => onChange(fault.nearest ?? "")}
        >
          <span>
            Did you mean <code>{fault.nearest}</code>?
          </span>
        </Button>
      )}
    </div>
  );
}
