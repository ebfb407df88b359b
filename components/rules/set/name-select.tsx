import { Button, Popover, Select, TextInput } from "@mantine/core";
import { useState } from "react";

const NEW = "\u0000new";

/** Something of the workflow by its name; what is not there yet is made here, by its title. */
export function NameSelect({
  label,
  one,
  data,
  value,
  onChange,
  onMake,
  isNeeded,
}: {
  label: string;
  /** “queue”. */
  one: string;
  data: readonly { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  onMake: (title: string) => string;
  isNeeded?: boolean;
}) {
  const [title, setTitle] = useState<string>();
  const isUnknown = value !== undefined && value !== "" && !data.some((known) => known.value === value);
  const make = () => {
    const wished = title?.trim() ?? "";
    if (wished === "") return;
    onChange(onMake(wished));
    setTitle(undefined);
  };
  return (
    <Popover opened={title !== undefined} onDismiss={() => setTitle(undefined)} trapFocus withinPortal>
      <Popover.Target>
        <Select
          size="xs"
          aria-label={label}
          placeholder={`Choose a ${one}`}
          data={[
            ...(isUnknown ? [{ value, label: `${value} (is not there)` }] : []),
            ...data,
            { value: NEW, label: `New ${one} …` },
          ]}
          value={value || null}
          error={isUnknown && `This workflow has no ${one} “${value}”.`}
          searchable
          clearable={!isNeeded && value !== undefined}
          allowDeselect={false}
          comboboxProps={{ width: 300, position: "bottom-start" }}
          onChange={(next) => (next === NEW ? setTitle("") : onChange(next ?? undefined))}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            make();
          }}
        >
          <TextInput
            size="xs"
            label={`Name of the new ${one}`}
            data-autofocus
            maxLength={80}
            value={title ?? ""}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" mt="xs" disabled={(title ?? "").trim() === ""}>
            Add it
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
