import { Button, NumberInput, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Factor } from "@/server/rules/core/scorecard";
import { FieldSelect } from "../field-select";
import { BandRow, type FactorProps, Worth } from "./factor-rows";
import css from "./score.module.css";
import { reachOfFactor, withField } from "./score-edits";

/** One factor: a row for each band, one for a value that is missing, one for every other value. */
export function FactorGrid(props: FactorProps) {
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
