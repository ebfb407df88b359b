import { NumberInput, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type ClipboardEvent, useMemo, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { parseCell } from "@/server/rules/core/cell";
import type { FactorScore } from "@/server/rules/core/compile-scorecard";
import type { FieldInfo } from "@/server/rules/core/fields";
import type { Factor } from "@/server/rules/core/scorecard";
import { conditionText } from "@/server/rules/core/sentences";
import type { Words } from "@/server/rules/core/words";
import type { Names } from "../set/names";
import { type BandColumn, cellsOf, cellText, pasteBands } from "./score-edits";

export interface FactorProps {
  factor: Factor;
  i: number;
  count: number;
  fields: readonly FieldInfo[];
  words: Words;
  names: Names;
  isReadOnly: boolean;
  /** What it comes to for the record. */
  score: FactorScore | undefined;
  problem: (part: string) => string | undefined;
  onChange: (factor: Factor, words?: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onFaults: (faults: string[]) => void;
}

/** One band of a factor: what the value is, what the band is called, and what it is worth. */
export function BandRow(props: FactorProps & { row: number; isHit: boolean }) {
  const { factor, i, row, words, names, problem, onChange } = props;
  const band = factor.bands[row]!;
  // What is written is kept as it is until the cell is left; then it is written as cells are.
  const [typed, setTyped] = useState<string>();
  const told = useMemo(() => {
    const read = parseCell(band.when, factor, "a");
    return read.ok && read.condition ? conditionText(read.condition, words) : undefined;
  }, [band.when, factor, words]);
  const name = `${factor.title}, band ${row + 1}`;
  const put = (by: Partial<typeof band>) =>
    onChange({ ...factor, bands: factor.bands.with(row, { ...band, ...by }) });
  const paste = (column: BandColumn) => (event: ClipboardEvent) => {
    const cells = cellsOf(event.clipboardData.getData("text/plain"));
    if (!cells) return;
    event.preventDefault();
    setTyped(undefined);
    const pasted = pasteBands(factor, row, column, cells);
    onChange(pasted.factor, `Paste ${cells.length} ${cells.length === 1 ? "row" : "rows"}`);
    if (pasted.faults.length > 0) props.onFaults(pasted.faults);
  };
  const fault = problem(`bands.${row}.when`);
  return (
    <tr data-hit={props.isHit || undefined} data-setting={`factors.${i}.bands.${row}`}>
      <td>
        <TextInput
          size="xs"
          data-column="when"
          aria-label={`${name}: when it is`}
          title={told}
          spellCheck={false}
          value={typed ?? band.when}
          error={fault}
          onPaste={paste("when")}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            put({ when: event.currentTarget.value });
          }}
          onBlur={() => {
            if (typed !== undefined && cellText(typed, factor.type) !== typed)
              put({ when: cellText(typed, factor.type) });
            setTyped(undefined);
          }}
        />
      </td>
      <td>
        <TextInput
          size="xs"
          data-column="title"
          aria-label={`${name}: name`}
          placeholder={told ?? ""}
          maxLength={80}
          value={band.title ?? ""}
          onPaste={paste("title")}
          onChange={(event) => {
            const title = event.currentTarget.value;
            const { title: _, ...rest } = band;
            onChange({
              ...factor,
              bands: factor.bands.with(row, title === "" ? rest : { ...rest, title }),
            });
          }}
        />
      </td>
      <td>
        <NumberInput
          size="xs"
          data-column="points"
          aria-label={`${name}: points`}
          allowDecimal={false}
          hideControls
          value={band.points}
          onPaste={paste("points")}
          onChange={(points) => typeof points === "number" && put({ points })}
        />
      </td>
      <td>
        <Reason
          label={`${name}: reason code`}
          names={names}
          value={band.reasonCode}
          onChange={(reasonCode) =>
            onChange({ ...factor, bands: factor.bands.with(row, reasoned(band, reasonCode)) })
          }
        />
      </td>
      <td>
        {!props.isReadOnly && (
          <IconButton
            label={`Remove ${name}`}
            icon={IconTrash}
            variant="subtle"
            color="gray"
            size="sm"
            disabled={factor.bands.length === 1}
            onClick={() => onChange({ ...factor, bands: factor.bands.toSpliced(row, 1) }, `Remove a band`)}
          />
        )}
      </td>
    </tr>
  );
}

/** What a value is worth that is missing, or in no band. */
export function Worth({
  factor,
  i,
  part,
  title,
  isHit,
  names,
  onChange,
}: FactorProps & { part: "missing" | "otherwise"; title: string; isHit: boolean }) {
  const worth = factor[part];
  const name = `${factor.title}, ${title}`;
  return (
    <tr data-hit={isHit || undefined} data-setting={`factors.${i}.${part}`}>
      <th scope="row" colSpan={2}>
        {title}
      </th>
      <td>
        <NumberInput
          size="xs"
          data-column="points"
          aria-label={`${name}: points`}
          allowDecimal={false}
          hideControls
          value={worth.points}
          onChange={(points) =>
            typeof points === "number" && onChange({ ...factor, [part]: { ...worth, points } })
          }
        />
      </td>
      <td>
        <Reason
          label={`${name}: reason code`}
          names={names}
          value={worth.reasonCode}
          onChange={(code) => onChange({ ...factor, [part]: reasoned(worth, code) })}
        />
      </td>
      <td />
    </tr>
  );
}

function reasoned<T extends { reasonCode?: string | undefined }>(of: T, code: string | undefined): T {
  const { reasonCode: _, ...rest } = of;
  return (code === undefined ? rest : { ...rest, reasonCode: code }) as T;
}

const Reason = ({
  label,
  names,
  value,
  onChange,
}: {
  label: string;
  names: Names;
  value: string | undefined;
  onChange: (code: string | undefined) => void;
}) => (
  <Select
    size="xs"
    aria-label={label}
    placeholder="none"
    searchable
    clearable={value !== undefined}
    data={[
      ...(value !== undefined && !Object.hasOwn(names.reasons, value)
        ? [{ value, label: `${value} (is not there)` }]
        : []),
      ...Object.entries(names.reasons).map(([code, { staff }]) => ({
        value: code,
        label: `${code}: ${staff}`,
      })),
    ]}
    value={value ?? null}
    error={value !== undefined && !Object.hasOwn(names.reasons, value)}
    comboboxProps={{ width: 320, position: "bottom-end" }}
    onChange={(code) => onChange(code ?? undefined)}
  />
);
