"use client";

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { type ReactNode, useContext, useDeferredValue, useMemo, useState } from "react";
import { tellFailure } from "@/components/ui/tell";
import { compileScorecard, type ScorecardResult } from "@/server/rules/core/compile-scorecard";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import type { Scorecard } from "@/server/rules/core/scorecard";
import { explainScorecard } from "@/server/rules/core/table-sentences";
import type { Words } from "@/server/rules/core/words";
import { RecordContext } from "../field-place";
import { FieldSelect } from "../field-select";
import type { Names } from "../set/names";
import { BandTable } from "./band-table";
import { FactorGrid } from "./factor-grid";
import css from "./score.module.css";
import { addFactor, changeFactor, isFactorField, moveIn, reachOf } from "./score-edits";

interface ScorecardEditorProps {
  card: Scorecard;
  /** As it runs live. */
  published: Scorecard | undefined;
  fields: FieldCatalogue;
  words: Words;
  names: Names;
  /** What is wrong, by the path of the part: `factors.0.bands.2.when`. */
  problems: ReadonlyMap<string, string>;
  isReadOnly: boolean;
  beside: ReactNode;
  /** Without words it goes on with the step before, as letters of a word do. */
  onChange: (card: Scorecard, words?: string) => void;
}

/** A scorecard as a grid: what each factor is worth, band by band, and what follows from the total. */
export function ScorecardEditor(props: ScorecardEditorProps) {
  const { card, fields, words, names, problems, isReadOnly, onChange } = props;
  const record = useContext(RecordContext);
  const asked = useDeferredValue(card);
  const look = (of: Scorecard): ScorecardResult | undefined => {
    if (!record) return undefined;
    try {
      return compileScorecard(of, { ...record.settings, reasonCodes: names.reasons })(record.data, record.at);
    } catch {
      return undefined;
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked at is the card and the record
  const result = useMemo(() => look(asked), [asked, record, names.reasons]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same of what is published
  const before = useMemo(
    () => (props.published ? look(props.published) : undefined),
    [props.published, record, names.reasons],
  );
  const plain = useMemo(() => [...fields.values()].filter(isFactorField), [fields]);
  const [isAdding, setAdding] = useState(false);
  const reach = reachOf(card);
  const titleOf = (key: string) => names.outcomes.find((one) => one.key === key)?.title ?? key;
  return (
    <div className={css.frame}>
      <div className={css.card}>
        <div className={css.main}>
          <div className={css.inline} data-setting="title">
            <TextInput
              size="xs"
              label="Name of the scorecard"
              className={css.grow ?? ""}
              value={card.title}
              error={problems.get("title")}
              onChange={(event) => onChange({ ...card, title: event.currentTarget.value })}
            />
            <NumberInput
              size="xs"
              w={130}
              label="Everybody begins with"
              allowDecimal={false}
              value={card.base}
              onChange={(base) => typeof base === "number" && onChange({ ...card, base })}
            />
            <Select
              size="xs"
              w={120}
              label="Worse is"
              allowDeselect={false}
              data={[
                { value: "higher", label: "more points" },
                { value: "lower", label: "fewer points" },
              ]}
              value={card.worse}
              onChange={(worse) =>
                worse && onChange({ ...card, worse: worse as Scorecard["worse"] }, "Say what is worse")
              }
            />
          </div>
          {card.factors.map((factor, i) => (
            <FactorGrid
              key={factor.key}
              {...{ factor, i, fields: plain, words, names, isReadOnly }}
              score={result?.factors.find(({ key }) => key === factor.key)}
              problem={(part) => problems.get(`factors.${i}.${part}`)}
              count={card.factors.length}
              onChange={(next, said) => onChange(changeFactor(card, i, next), said)}
              onMove={(by) =>
                onChange({ ...card, factors: moveIn(card.factors, i, i + by) }, `Move “${factor.title}”`)
              }
              onRemove={() =>
                onChange({ ...card, factors: card.factors.toSpliced(i, 1) }, `Remove “${factor.title}”`)
              }
              onFaults={(faults) => tellFailure(faults.join(" "))}
            />
          ))}
          {!isReadOnly &&
            (isAdding ? (
              <div className={css.inline}>
                <FieldSelect
                  label="Field of the new factor"
                  fields={plain}
                  value=""
                  onChange={(path) => {
                    const field = fields.get(path);
                    if (field) onChange(addFactor(card, field), `Add “${field.title}”`);
                    setAdding(false);
                  }}
                />
                <Button size="xs" variant="subtle" color="gray" onClick={() => setAdding(false)}>
                  Cancel
                </Button>
              </div>
            ) : (
              <Button size="xs" variant="default" className={css.start ?? ""} onClick={() => setAdding(true)}>
                Add factor
              </Button>
            ))}
          <p className={css.reach} role="status">
            The total can be from <b>{reach.least}</b> to <b>{reach.most}</b>.
          </p>
          <BandTable {...{ card, names, problems, isReadOnly, onChange }} band={result?.band} />
          <div className={css.inline}>
            <NumberInput
              size="xs"
              w={120}
              label="Total at least"
              placeholder="no limit"
              allowDecimal={false}
              value={card.floor ?? ""}
              onChange={(floor) => onChange(withLimit(card, "floor", floor))}
            />
            <NumberInput
              size="xs"
              w={120}
              label="Total at most"
              placeholder="no limit"
              allowDecimal={false}
              error={problems.get("cap")}
              value={card.cap ?? ""}
              onChange={(cap) => onChange(withLimit(card, "cap", cap))}
            />
            <NumberInput
              size="xs"
              w={130}
              label="Reasons it gives"
              min={0}
              max={20}
              allowDecimal={false}
              value={card.reasons}
              onChange={(reasons) => typeof reasons === "number" && onChange({ ...card, reasons })}
            />
            <TextInput
              size="xs"
              className={css.grow ?? ""}
              label="The total is kept as value"
              placeholder="risk_score"
              error={problems.get("total")}
              value={card.total ?? ""}
              onChange={(event) => {
                const total = event.currentTarget.value;
                const { total: _, ...rest } = card;
                onChange(total === "" ? rest : { ...card, total });
              }}
            />
          </div>
        </div>
        <section className={css.right} aria-label="For a record">
          {props.beside}
          {result && (
            <div className={css.looks} aria-live="polite">
              <p className={css.total}>
                <b>{result.total}</b> points: {card.bands.find(({ key }) => key === result.band)?.title}
                {result.outcome && <>, proposes “{titleOf(result.outcome)}”</>}
              </p>
              {before && (
                <p className={css.quiet}>
                  {before.total === result.total && before.outcome === result.outcome
                    ? "As published: nothing changes for this record."
                    : `As published: ${before.total} points${before.outcome ? `, “${titleOf(before.outcome)}”` : ""}.`}
                </p>
              )}
              <ul className={css.readings}>
                {asked === card &&
                  explainScorecard(card, result, words).map((line) => <li key={line}>{line}</li>)}
              </ul>
            </div>
          )}
        </section>
      </div>
    </div>
  );
}

function withLimit(card: Scorecard, key: "floor" | "cap", value: string | number): Scorecard {
  const { [key]: _, ...rest } = card;
  return typeof value === "number" ? { ...rest, [key]: value } : rest;
}
