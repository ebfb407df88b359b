import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useMemo, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { parseCell } from "@/server/rules/core/cell";
import type { FactorScore } from "@/server/rules/core/compile-scorecard";
import type { FieldInfo } from "@/server/rules/core/fields";
import type { Factor } from "@/server/rules/core/scorecard";
import { conditionText } from "@/server/rules/core/sentences";
import type { Words } from "@/server/rules/core/words";
import { FieldSelect } from "../field-select";
import type { Names } from "../set/names";
import css from "./score.module.css";
import { type BandColumn, cellsOf, cellText, pasteBands, reachOfFactor, withField } from "./score-edits";

interface FactorGridProps {
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

/** One factor: a row for each band, one for a value that is missing, one for every other value. */
export function FactorGrid(props: FactorGridProps) {
  const { factor, i, fields, names, score, problem, onChange } = props;
  const at = `factors.${i}`;
  const reach = reachOfFactor(factor);
  const set = (by: Partial<Factor>) => onChange({ ...factor, ...by });
  return (
    <section className={css.factor} aria-label={`Factor ${factor.title}`} data-setting={at}>
      <div className={css.inline}>
        <TextInput
          size="xs"
          aria-label={`Name of factor ${i + 1}`}
          className={css.grow ?? ""}
          classNames={{ input: css.strong ?? "" }}
          value={factor.title}
          error={problem("title")}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <FieldSelect
          label={`Field of factor ${i + 1}`}
          fields={fields}
          value={factor.path}
          onChange={(path) => {
            const field = fields.find((one) => one.path === path);
            if (field) onChange(withField(factor, field), `“${factor.title}” reads another field`);
          }}
        />
        <span className={css.quiet}>
          {reach.least} to {reach.most}
        </span>
        {!props.isReadOnly && (
          <span className={css.acts}>
            <IconButton
              label={`Move ${factor.title} up`}
              icon={IconArrowUp}
              variant="subtle"
              color="gray"
              size="sm"
              disabled={i === 0}
              onClick={() => props.onMove(-1)}
            />
            <IconButton
              label={`Move ${factor.title} down`}
              icon={IconArrowDown}
              variant="subtle"
              color="gray"
              size="sm"
              disabled={i === props.count - 1}
              onClick={() => props.onMove(1)}
            />
            <IconButton
              label={`Remove ${factor.title}`}
              icon={IconTrash}
              variant="subtle"
              color="gray"
              size="sm"
              disabled={props.count === 1}
              onClick={props.onRemove}
            />
          </span>
        )}
      </div>
      {problem("path") && <p className={css.problem}>{problem("path")}</p>}
      <div className={css.scroll}>
        <table className={css.grid} onKeyDown={moveCell}>
          <thead>
            <tr>
              <th scope="col">When it is</th>
              <th scope="col">Name</th>
              <th scope="col">Points</th>
              <th scope="col">Reason code</th>
              <th scope="col">
                <span className={css.ears}>Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {factor.bands.map((_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a band has no name but its place
              <BandRow key={row} {...props} row={row} isHit={score?.band === row + 1} />
            ))}
            <Worth {...props} part="missing" title="the value is missing" isHit={score?.band === "missing"} />
            <Worth {...props} part="otherwise" title="anything else" isHit={score?.band === "otherwise"} />
          </tbody>
        </table>
      </div>
      <div className={css.inline}>
        {!props.isReadOnly && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} aria-hidden />}
            disabled={factor.bands.length >= 100}
            onClick={() =>
              onChange(
                { ...factor, bands: [...factor.bands, { when: factor.bands.at(-1)?.when ?? "", points: 0 }] },
                "Add a band",
              )
            }
          >
            Band
          </Button>
        )}
        <Limit
          label="at least"
          name={`${factor.title}: at least`}
          value={factor.floor}
          onChange={(floor) => onChange(limitedBy(factor, "floor", floor))}
        />
        <Limit
          label="at most"
          name={`${factor.title}: at most`}
          value={factor.cap}
          onChange={(cap) => onChange(limitedBy(factor, "cap", cap))}
        />
        {problem("cap") && <span className={css.problem}>{problem("cap")}</span>}
        {score && (
          <span className={css.score}>
            {score.points} points for the record{score.isLimited ? ", its limit" : ""}
          </span>
        )}
        {Object.keys(names.reasons).length === 0 && (
          <span className={css.quiet}>Reason codes are made in the workflow’s parts.</span>
        )}
      </div>
    </section>
  );
}

const limitedBy = (factor: Factor, key: "floor" | "cap", value: number | undefined): Factor => {
  const { [key]: _, ...rest } = factor;
  return value === undefined ? rest : { ...rest, [key]: value };
};

const Limit = ({
  label,
  name,
  value,
  onChange,
}: {
  label: string;
  name: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) => (
  <span className={css.pair}>
    <span className={css.quiet}>{label}</span>
    <NumberInput
      size="xs"
      w={74}
      aria-label={name}
      placeholder="none"
      allowDecimal={false}
      hideControls
      value={value ?? ""}
      onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
    />
  </span>
);

/** Up and down by the arrow keys and enter, as in a spreadsheet; left and right are the text's own. */
function moveCell(event: KeyboardEvent<HTMLTableElement>) {
  const by = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
  const { target } = event;
  if (by === undefined || event.defaultPrevented || !(target instanceof HTMLInputElement)) return;
  if (target.getAttribute("aria-expanded") === "true" || target.dataset["column"] === undefined) return;
  const cells = [
    ...event.currentTarget.querySelectorAll<HTMLInputElement>(
      `input[data-column="${target.dataset["column"]}"]`,
    ),
  ];
  const next = cells[cells.indexOf(target) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

function BandRow(props: FactorGridProps & { row: number; isHit: boolean }) {
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

function Worth({
  factor,
  i,
  part,
  title,
  isHit,
  names,
  onChange,
}: FactorGridProps & { part: "missing" | "otherwise"; title: string; isHit: boolean }) {
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
