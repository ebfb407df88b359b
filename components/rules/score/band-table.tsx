import { Button, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Scorecard, TotalBand } from "@/server/rules/core/scorecard";
import { humanise, large } from "@/server/rules/core/words";
import type { Names } from "../set/names";
import { ValueInput } from "../value-input";
import css from "./score.module.css";
import { addTotalBand, keyOf, removeTotalBand, unreachable } from "./score-edits";

/** What follows from the total, from the lowest band up. */
export function BandTable({
  card,
  names,
  problems,
  band: hit,
  isReadOnly,
  onChange,
}: {
  card: Scorecard;
  names: Names;
  problems: ReadonlyMap<string, string>;
  /** The band the record comes to. */
  band: string | undefined;
  isReadOnly: boolean;
  onChange: (card: Scorecard, words?: string) => void;
}) {
  const out = unreachable(card);
  const put = (i: number, band: TotalBand, words?: string) =>
    onChange({ ...card, bands: card.bands.with(i, band) }, words);
  return (
    <section aria-label="Bands of the total" className={css.factor} data-setting="bands">
      <p className={css.part}>Bands of the total</p>
      {card.bands.map((band, i) => {
        const name = `Band “${band.title}”`;
        const at = `bands.${i}`;
        return (
          <fieldset
            key={band.key}
            className={css.band}
            data-hit={band.key === hit || undefined}
            data-setting={at}
            aria-label={name}
          >
            <div className={css.inline}>
              {i === 0 ? (
                <span className={css.from}>everything below</span>
              ) : (
                <span className={css.pair}>
                  <span className={css.quiet}>from</span>
                  <NumberInput
                    size="xs"
                    w={80}
                    aria-label={`${name}: from`}
                    allowDecimal={false}
                    hideControls
                    value={band.from ?? ""}
                    onChange={(from) => typeof from === "number" && put(i, { ...band, from })}
                  />
                </span>
              )}
              <TextInput
                size="xs"
                className={css.grow ?? ""}
                aria-label={`${name}: name`}
                maxLength={80}
                value={band.title}
                error={problems.get(`${at}.title`)}
                onChange={(event) => put(i, { ...band, title: event.currentTarget.value })}
              />
              <Select
                size="xs"
                className={css.grow ?? ""}
                aria-label={`${name}: proposes`}
                placeholder="proposes nothing"
                clearable={band.outcome !== undefined}
                data={names.outcomes.map(({ key, title }) => ({ value: key, label: title }))}
                value={band.outcome ?? null}
                error={problems.get(`${at}.outcome`)}
                onChange={(outcome) => {
                  const { outcome: _, ...rest } = band;
                  put(i, outcome === null ? rest : { ...rest, outcome }, "Propose an outcome");
                }}
              />
              <MultiSelect
                size="xs"
                className={css.grow ?? ""}
                aria-label={`${name}: reason codes`}
                placeholder={(band.reasonCodes ?? []).length === 0 ? "reason codes" : undefined}
                searchable
                data={[...new Set([...Object.keys(names.reasons), ...(band.reasonCodes ?? [])])]}
                value={band.reasonCodes ?? []}
                error={problems.get(`${at}.reasonCodes`)}
                onChange={(codes) => {
                  const { reasonCodes: _, ...rest } = band;
                  put(i, codes.length === 0 ? rest : { ...rest, reasonCodes: codes }, "Give reasons");
                }}
              />
              {!isReadOnly && (
                <IconButton
                  label={`Remove ${name}`}
                  icon={IconTrash}
                  variant="subtle"
                  color="gray"
                  size="sm"
                  disabled={card.bands.length === 1}
                  onClick={() => onChange(removeTotalBand(card, i), `Remove “${band.title}”`)}
                />
              )}
            </div>
            {problems.get(`${at}.from`) && <p className={css.problem}>{problems.get(`${at}.from`)}</p>}
            {out.has(i) && <p className={css.warning}>No total can lie here.</p>}
            <BandValues
              name={name}
              values={band.values ?? {}}
              onChange={(values) => {
                const { values: _, ...rest } = band;
                put(i, Object.keys(values).length === 0 ? rest : { ...rest, values });
              }}
            />
          </fieldset>
        );
      })}
      {!isReadOnly && (
        <Button
          size="compact-xs"
          variant="subtle"
          className={css.start ?? ""}
          leftSection={<IconPlus size={12} aria-hidden />}
          disabled={card.bands.length >= 30}
          onClick={() => onChange(addTotalBand(card), "Add a band of the total")}
        >
          Band of the total
        </Button>
      )}
    </section>
  );
}

type Values = NonNullable<TotalBand["values"]>;
const KINDS = {
  number: { title: "a number", start: 0 },
  money: { title: "an amount", start: { amount: 0, currency: "EUR" } },
  text: { title: "a text", start: "" },
} as const;

/** Values a band sets: a limit, a reserve, a price. */
function BandValues({
  name,
  values,
  onChange,
}: {
  name: string;
  values: Values;
  onChange: (values: Values) => void;
}) {
  const [title, setTitle] = useState<string>();
  const [kind, setKind] = useState<keyof typeof KINDS>("number");
  const add = () => {
    const key = keyOf(title ?? "", Object.keys(values));
    if ((title ?? "").trim() === "") return;
    onChange({ ...values, [key]: KINDS[kind].start });
    setTitle(undefined);
  };
  return (
    <div className={css.inline}>
      {Object.entries(values).map(([key, value]) => (
        <span key={key} className={css.pair}>
          <span className={css.quiet}>set {large(humanise(key))} to</span>
          <ValueInput
            label={`${name}: ${humanise(key)}`}
            value={value}
            subject={undefined}
            onChange={(next) => onChange({ ...values, [key]: next as Values[string] })}
          />
          <IconButton
            label={`${name}: do not set ${humanise(key)}`}
            icon={IconTrash}
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => {
              const { [key]: _, ...rest } = values;
              onChange(rest);
            }}
          />
        </span>
      ))}
      {title === undefined ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`${name}: set a value`}
          onClick={() => setTitle("")}
        >
          Set a value …
        </Button>
      ) : (
        <form
          className={css.inline}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            add();
          }}
        >
          <TextInput
            size="xs"
            aria-label={`${name}: name of the value`}
            placeholder="limit, reserve, price"
            data-autofocus
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            size="xs"
            w={110}
            aria-label={`${name}: kind of the value`}
            allowDeselect={false}
            data={Object.entries(KINDS).map(([value, of]) => ({ value, label: of.title }))}
            value={kind}
            onChange={(next) => next && setKind(next as keyof typeof KINDS)}
          />
          <Button type="submit" size="xs" variant="default">
            Set it
          </Button>
        </form>
      )}
    </div>
  );
}
