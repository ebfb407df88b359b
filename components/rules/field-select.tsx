import { Select } from "@mantine/core";
import type { FieldInfo } from "@/server/rules/core/fields";
import { humanise, large } from "@/server/rules/core/words";

/** Fields by name, grouped by where they come from. One that is not known is kept, and named by its path. */
export function FieldSelect({
  label,
  fields,
  value,
  onChange,
}: {
  label: string;
  fields: readonly FieldInfo[];
  value: string;
  onChange: (path: string) => void;
}) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { path, title, group } of fields) {
    const list = groups.get(group) ?? [];
    groups.set(group, list);
    const inList = path.includes("[]") ? " (any entry)" : "";
    list.push({ value: path, label: `${large(title)}${inList}` });
  }
  const data = [...groups].map(([group, items]) => ({ group, items }));
  if (value && !fields.some(({ path }) => path === value))
    data.unshift({
      group: "Not known here",
      items: [{ value, label: `${large(humanise(value.split(".").at(-1) ?? value))} (${value})` }],
    });
  return (
    <Select
      size="xs"
      aria-label={label}
      data={data}
      value={value || null}
      placeholder="Choose a field"
      searchable
      allowDeselect={false}
      nothingFoundMessage="No field is called so."
      limit={200}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      onChange={(path) => path && onChange(path)}
    />
  );
}
