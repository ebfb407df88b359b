import { Button, Input } from "@mantine/core";
import { type KeyboardEvent, useContext, useDeferredValue, useId, useMemo, useRef, useState } from "react";
import type { Expression } from "@/server/rules/core/ast";
import { compileValue } from "@/server/rules/core/compile";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { formulaText } from "@/server/rules/core/formula-text";
import { operandParts } from "@/server/rules/core/sentences";
import { textOf, valueText } from "@/server/rules/core/words";
import { type Completion, completed, completionsAt, formulaFunctions } from "./completions";
import { FieldPlaceContext, RecordContext } from "./field-place";
import { FieldSelect } from "./field-select";
import { FieldTypeIcon } from "./field-type";
import css from "./formula.module.css";
import { readFormula } from "./formula-read";
import { fieldsFor } from "./tests";

interface FormulaInputProps {
  label: string;
  formula: Expression;
  onChange: (formula: Expression) => void;
  isLabelShown?: boolean;
  description?: string | undefined;
  fields?: FieldCatalogue | undefined;
  /** The list whose element it may read. */
  list?: string | undefined;
  error?: string | undefined;
}

/** A formula as text, with what it can be completed to, what it comes to, and where it is wrong. */
export function FormulaInput(props: FormulaInputProps) {
  const { label, formula, onChange, isLabelShown = false, description, fields, list } = props;
  const stored = formulaText(formula) ?? "";
  // What cannot be read yet stays written here, and changes nothing.
  const [typed, setTyped] = useState<string>();
  const text = typed ?? stored;
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const read = useMemo(() => readFormula(text, fields, list), [text, fields, list]);
  const all = useMemo(() => (fields ? fieldsFor(fields, list) : []), [fields, list]);
  const offers = useMemo(
    () => (caret === undefined ? undefined : completionsAt(text, caret, all)),
    [text, caret, all],
  );
  const open = offers && offers.completions.length > 0 ? offers : undefined;
  const { fault } = read;
  const write = (next: string, at?: number) => {
    setTyped(next);
    setChosen(0);
    const { expression } = readFormula(next, undefined);
    if (expression) onChange(expression);
    if (at === undefined) return;
    // The caret is put where the writing goes on, when the text stands there.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };
  const take = (completion: Completion, from: number, to: number) => {
    const next = completed(text, from, to, completion);
    setCaret(undefined);
    write(next.text, next.caret);
  };
  const insert = (given: string) => {
    const at = field.current?.selectionStart ?? text.length;
    // A new formula is “0”: what is chosen first takes its place.
    const isEmpty = text.trim() === "" || text.trim() === "0";
    take({ text: given, label: "", help: "" }, isEmpty ? 0 : at, isEmpty ? text.length : at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === " ") {
      event.preventDefault();
      return setCaret(field.current?.selectionStart);
    }
    if (event.key === "Enter" && !open) return event.preventDefault();
    if (!open) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      return setChosen((chosen + by + open.completions.length) % open.completions.length);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return setCaret(undefined);
    }
    if (event.key !== "Enter" && event.key !== "Tab") return;
    const completion = open.completions[chosen];
    if (!completion) return;
    event.preventDefault();
    take(completion, open.from, caret ?? text.length);
  };
  const message = fault
    ? `${fault.message}${fault.to > fault.from && !fault.instead ? ` (at character ${fault.from + 1})` : ""}`
    : props.error;
  return (
    <div className={css.formula}>
      {isLabelShown && (
        <Input.Label htmlFor={id} required>
          {label}
        </Input.Label>
      )}
      {description && <Input.Description>{description}</Input.Description>}
      <div className={css.box} data-bad={message !== undefined || undefined}>
        <div className={css.mirror} aria-hidden>
          {fault ? (
            <>
              {text.slice(0, fault.from)}
              <mark className={css.fault}>{text.slice(fault.from, fault.to) || " "}</mark>
              {text.slice(fault.to)}
            </>
          ) : (
            text
          )}
          {"\u200b"}
        </div>
        <textarea
          ref={field}
          id={id}
          className={css.text}
          rows={1}
          aria-label={isLabelShown ? undefined : label}
          aria-controls={open ? `${id}list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open ? `${id}${chosen}` : undefined}
          aria-invalid={message !== undefined}
          aria-describedby={message ? `${id}fault` : undefined}
          spellCheck={false}
          autoComplete="off"
          placeholder="input.amount * 2"
          value={text}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setCaret(undefined);
            if (!fault) setTyped(undefined);
          }}
          onChange={(event) => {
            write(event.currentTarget.value.replaceAll("\n", " "));
            setCaret(event.currentTarget.selectionStart);
          }}
        />
        {open && (
          <div className={css.offers} id={`${id}list`} role="listbox" aria-label="What can stand here">
            {open.completions.map((completion, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys
              <div
                key={completion.text}
                id={`${id}${i}`}
                role="option"
                aria-selected={i === chosen}
                tabIndex={-1}
                ref={(row) => {
                  if (i === chosen) row?.scrollIntoView?.({ block: "nearest" });
                }}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(completion, open.from, caret ?? text.length)}
              >
                {completion.field ? <FieldTypeIcon type={completion.field.type} /> : <i>fx</i>}
                <span>{completion.label}</span>
                <Sample path={completion.field?.path} />
                <small>{completion.help}</small>
              </div>
            ))}
          </div>
        )}
      </div>
      {message && (
        <p className={css.message} id={`${id}fault`}>
          {message}
          {fault?.instead !== undefined && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() =>
                write(
                  text.slice(0, fault.from) +
                    text
                      .slice(fault.from, fault.to)
                      .replace(fault.name ?? text.slice(fault.from, fault.to), fault.instead ?? "") +
                    text.slice(fault.to),
                )
              }
            >
              Use “{fault.instead}”
            </Button>
          )}
        </p>
      )}
      <div className={css.foot}>
        {fields && (
          <FieldSelect
            label={`${label}: insert a field or a function`}
            fields={all}
            value=""
            placeholder="Insert a field or a function"
            more={formulaFunctions.map(({ name, help }) => ({ value: name, label: `${name}: ${help}` }))}
            moreTitle="Functions"
            onMore={(name) => insert(formulaFunctions.find((one) => one.name === name)?.text ?? "")}
            onChange={(path) => insert(`${path}|`)}
          />
        )}
        {read.expression && !fault && <Told formula={read.expression} type={read.type} list={list} />}
      </div>
    </div>
  );
}

function Sample({ path }: { path: string | undefined }) {
  const place = useContext(FieldPlaceContext);
  const sample = path === undefined ? undefined : place?.sample(path);
  return sample === undefined ? null : <em>{sample}</em>;
}

/** What the formula says, what it gives, and what it comes to for the chosen record. */
function Told({
  formula: now,
  type,
  list,
}: {
  formula: Expression;
  type: string | undefined;
  list: string | undefined;
}) {
  const record = useContext(RecordContext);
  const formula = useDeferredValue(now);
  const told = useMemo(() => {
    if (!record) return undefined;
    const value =
      list === undefined ? compileValue({ formula }, record.settings)(record.data, record.at) : undefined;
    return {
      value: value === undefined ? undefined : valueText(value as object, undefined, record.words),
      sentence: textOf(operandParts({ formula }, record.words, list)),
    };
  }, [formula, record, list]);
  return (
    <p className={css.told}>
      {told && list === undefined && (
        <>
          <b>= {told.value ?? "not known"}</b> for {record?.title}
          {type && ", "}
        </>
      )}
      {type && <>gives {type}</>}
      {told && <span className={css.sentence}>{told.sentence}</span>}
    </p>
  );
}
