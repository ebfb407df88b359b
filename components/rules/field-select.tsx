import { type ComboboxParsedItem, Select } from "@mantine/core";
import { useContext } from "react";
import type { FieldInfo } from "@/server/rules/core/fields";
import { humanise, large } from "@/server/rules/core/words";
import css from "./condition.module.css";
import { FieldOption } from "./field-option";
import { FieldPlaceContext } from "./field-place";
import { FieldTypeIcon } from "./field-type";

/** Fields by name, grouped by where they come from. One that is not known is kept, and named by its path. */
export function FieldSelect({
  label,
  fields,
  value,
  onChange,
  more = [],
  moreTitle = "Worked out from fields",
  onMore,
  placeholder = "Choose a field",
}: {
  label: string;
  fields: readonly FieldInfo[];
  value: string;
  onChange: (path: string) => void;
  /** What else can stand there: something counted or worked out. */
  more?: readonly { value: string; label: string }[];
  moreTitle?: string;
  onMore?: (kind: string) => void;
  placeholder?: string;
}) {
  const place = useContext(FieldPlaceContext);
  const known = new Map(fields.map((field) => [field.path, field]));
  const isKnown = value === "" || known.has(value);
  // An element of a list that is looked through here is known by its list alone.
  const fault = isKnown || /^item\b/.test(value) ? undefined : place?.why(value);
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { path, title, group } of fields) {
    const list = groups.get(group) ?? [];
    groups.set(group, list);
    const inList = path.includes("[]") ? " (any entry)" : "";
    list.push({ value: path, label: `${large(title)}${inList}` });
  }
  const data = [...groups].map(([group, items]) => ({ group, items }));
  if (!isKnown)
    data.unshift({
      group: "Not known here",
      items: [{ value, label: `${large(humanise(value.split(".").at(-1) ?? value))} (${value})` }],
    });
  if (more.length > 0)
    data.push({
      group: moreTitle,
      items: more.map((one) => ({ value: `${MORE}${one.value}`, label: `${large(one.label)} …` })),
    });
  const chosen = known.get(value);
  const shown = data.flatMap(({ items }) => items).find((one) => one.value === value)?.label ?? "";
  return (
    <Select
      size="xs"
      className={css.field ?? ""}
      classNames={{ input: css.fieldInput ?? "" }}
      style={{ "--letters": (shown || placeholder).length }}
      leftSection={chosen && <FieldTypeIcon type={chosen.type} />}
      aria-label={label}
      data={data}
      value={value || null}
      placeholder={placeholder}
      searchable
      // Whoever comes by keyboard writes a few letters and presses enter: what stood there is written over.
      selectFirstOptionOnChange
      onFocus={(event) => event.currentTarget.select()}
      allowDeselect={false}
      nothingFoundMessage="No field is called so."
      error={
        fault?.nearest === undefined ? fault?.message : `${fault.message} Did you mean “${fault.nearest}”?`
      }
      comboboxProps={{ width: 380, position: "bottom-start" }}
      filter={({ options, search }) => searched(options, search, known)}
      renderOption={({ option }) => {
        const field = known.get(option.value);
        return field ? (
          <FieldOption field={field} path={option.value} sample={place?.sample(option.value)} />
        ) : (
          option.label
        );
      }}
      onChange={(path) => {
        if (path?.startsWith(MORE)) onMore?.(path.slice(MORE.length));
        else if (path) onChange(path);
      }}
    />
  );
}

const MORE = "\u0000";
/** More than this nobody reads through: who wants another one writes a letter more. */
const MOST_SHOWN = 150;

/** What every word fits: of the title, of the path, or of where it comes from. */
function searched(
  options: ComboboxParsedItem[],
  search: string,
  known: ReadonlyMap<string, FieldInfo>,
): ComboboxParsedItem[] {
  const words = search
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  const fits = ({ value, label }: { value: string; label: string }) => {
    const text = `${label} ${value} ${known.get(value)?.group ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  let left = MOST_SHOWN;
  return options.flatMap((one): ComboboxParsedItem[] => {
    if (!("group" in one)) return fits(one) ? [one] : [];
    const all = one.items.filter((item) => typeof item !== "string" && fits(item as never));
    const isMore = all.some((item) => typeof item !== "string" && item.value.startsWith(MORE));
    const items = isMore ? all : all.slice(0, left);
    if (!isMore) left -= items.length;
    return items.length > 0 ? [{ ...one, items }] : [];
  });
}
