import { Select } from "@mantine/core";
import css from "./condition.module.css";

/** A word of a sentence that can be another one: as wide as it is. */
export function WordSelect({
  label,
  data,
  value,
  onChange,
}: {
  label: string;
  data: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}) {
  const shown = data.find((one) => one.value === value)?.label ?? value;
  return (
    <Select
      size="xs"
      variant="unstyled"
      className={css.words ?? ""}
      style={{ "--letters": shown.length }}
      aria-label={label}
      allowDeselect={false}
      data={data}
      value={value}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      onChange={(next) => next !== null && next !== value && onChange(next)}
    />
  );
}
