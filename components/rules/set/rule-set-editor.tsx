"use client";

import { Button, Select, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronLeft, IconChevronUp } from "@tabler/icons-react";
import { type ReactNode, useContext, useDeferredValue, useEffect, useMemo, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { StatusChip } from "@/components/ui/status-chip";
import type { RuleSet } from "@/server/rules/core/ast";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import type { Words } from "@/server/rules/core/words";
import { RecordContext } from "../field-place";
import type { Names } from "./names";
import { RuleEditor } from "./rule-editor";
import { changeRule } from "./rule-edits";
import { RuleList } from "./rule-list";
import css from "./rule-set.module.css";
import { RuleSetLook } from "./rule-set-look";
import { lookAtSet } from "./set-look";
import { ValueRows } from "./value-rows";

interface RuleSetEditorProps {
  set: RuleSet;
  /** As it runs live; absent when nothing is published. */
  published: RuleSet | undefined;
  fields: FieldCatalogue;
  words: Words;
  names: Names;
  /** What is wrong, by the path of the part: `rules.3.code`. */
  problems: ReadonlyMap<string, string>;
  /** What somebody wants to see: `["rules", "3", "when"]`. */
  wanted: readonly (string | number)[] | undefined;
  isReadOnly: boolean;
  /** Chooses the record it is looked at with; what changed against what is published. */
  beside: ReactNode;
  /** Without words it goes on with the step before, as letters of a word do. */
  onChange: (set: RuleSet, words?: string) => void;
}

/** A set of rules as a policy: the list, the rule that is open, and what both come to for a record. */
export function RuleSetEditor(props: RuleSetEditorProps) {
  const { set, fields, words, names, problems, wanted, isReadOnly, onChange } = props;
  const wantedRule = wanted?.[0] === "rules" ? Number(wanted[1]) : undefined;
  const [chosen, setOpen] = useState<number | undefined>(wantedRule);
  useEffect(() => {
    if (wantedRule !== undefined && Number.isInteger(wantedRule)) setOpen(wantedRule);
  }, [wantedRule]);
  const open = chosen !== undefined && chosen < set.rules.length ? chosen : undefined;
  const rule = open === undefined ? undefined : set.rules[open];
  const record = useContext(RecordContext);
  // Whoever types never waits for two hundred rules to be evaluated.
  const asked = useDeferredValue(set);
  const look = useMemo(() => record && lookAtSet(asked, record), [asked, record]);
  const before = useMemo(
    () => (record && props.published ? lookAtSet(props.published, record) : undefined),
    [props.published, record],
  );
  const faulty = useMemo(() => faultyRules(problems), [problems]);
  return (
    <div className={css.frame}>
      <div className={css.set} data-open={open !== undefined || undefined}>
        <div className={css.left}>
          <Settings {...props} />
          <RuleList
            {...{ set, fields, words, names, open, faulty, isReadOnly }}
            onOpen={setOpen}
            statusOf={look?.statusOf}
            onChange={onChange}
          />
          <p className={css.quiet}>
            {set.mode === "all"
              ? "All rules are looked at. Of those that hold the most severe outcome wins; points add up."
              : "Rules are looked at from above; the first that holds decides."}
          </p>
        </div>
        <div className={css.middle}>
          {rule && open !== undefined ? (
            <>
              <header className={css.inline}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  className={css.back ?? ""}
                  leftSection={<IconChevronLeft size={14} aria-hidden />}
                  onClick={() => setOpen(undefined)}
                >
                  All rules
                </Button>
                <span className={css.grow}>
                  {open + 1} of {set.rules.length}
                </span>
                <IconButton
                  label="The rule before"
                  icon={IconChevronUp}
                  variant="subtle"
                  color="gray"
                  disabled={open === 0}
                  onClick={() => setOpen(open - 1)}
                />
                <IconButton
                  label="The next rule"
                  icon={IconChevronDown}
                  variant="subtle"
                  color="gray"
                  disabled={open === set.rules.length - 1}
                  onClick={() => setOpen(open + 1)}
                />
              </header>
              <RuleEditor
                // The text of a formula that is half written belongs to its rule.
                key={open}
                {...{ rule, fields, words, names }}
                settingKey={`rules.${open}`}
                problem={(part) => firstAt(problems, `rules.${open}.${part}`)}
                onChange={(next, words) => onChange(changeRule(set, open, next), words)}
              />
            </>
          ) : (
            <p className={css.empty}>
              {set.rules.length > 0 ? "Choose a rule to read and change it." : "Add a rule to begin."}
            </p>
          )}
        </div>
        <section className={css.right} aria-label="For a record">
          {props.beside}
          {look && (
            <RuleSetLook look={look} before={before} names={names} words={words} onOpen={setOpen} set={set} />
          )}
        </section>
      </div>
    </div>
  );
}

function Settings({ set, fields, names, problems, onChange }: RuleSetEditorProps) {
  const [hasValues, setValues] = useState(false);
  const shown = hasValues || Object.keys(set.values ?? {}).length > 0;
  return (
    <div className={css.settings}>
      <div data-setting="title">
        <TextInput
          size="xs"
          label="Name of the rule set"
          value={set.title}
          error={problems.get("title")}
          onChange={(event) => onChange({ ...set, title: event.currentTarget.value })}
        />
      </div>
      <div className={css.inline}>
        <Select
          size="xs"
          className={css.grow ?? ""}
          label="Evaluate"
          allowDeselect={false}
          data={[
            { value: "all", label: "All rules" },
            { value: "first", label: "Until one holds" },
          ]}
          value={set.mode}
          onChange={(mode) => mode && onChange({ ...set, mode: mode as RuleSet["mode"] }, "Evaluate rules")}
        />
        <Select
          size="xs"
          className={css.grow ?? ""}
          label="Otherwise proposes"
          placeholder="nothing"
          data={names.outcomes.map(({ key, title }) => ({ value: key, label: title }))}
          value={set.otherwise ?? null}
          error={problems.get("otherwise")}
          clearable={set.otherwise !== undefined}
          onChange={(next) => {
            const { otherwise: _, ...rest } = set;
            onChange(next === null ? rest : { ...set, otherwise: next }, "Propose otherwise");
          }}
        />
      </div>
      {set.mode === "all" && (
        <p className={css.severity}>
          Least to most severe:
          {names.outcomes.map(({ key, title, tone }) => (
            <StatusChip key={key} tone={tone}>
              {title}
            </StatusChip>
          ))}
        </p>
      )}
      {shown ? (
        <div data-setting="values">
          <p className={css.quiet}>Values set in any case; a rule that holds overrides them.</p>
          <ValueRows
            label="In any case"
            values={set.values ?? {}}
            fields={fields}
            onChange={(values) => {
              const { values: _, ...rest } = set;
              onChange(Object.keys(values).length > 0 ? { ...set, values } : rest);
            }}
          />
        </div>
      ) : (
        <Button
          size="compact-xs"
          variant="subtle"
          className={css.effect ?? ""}
          onClick={() => setValues(true)}
        >
          Values set in any case …
        </Button>
      )}
    </div>
  );
}

/** The rules that anything is wrong in. */
function faultyRules(problems: ReadonlyMap<string, string>): ReadonlySet<number> {
  return new Set(
    [...problems.keys()].flatMap((key) => {
      const [part, i] = key.split(".");
      return part === "rules" ? [Number(i)] : [];
    }),
  );
}

function firstAt(problems: ReadonlyMap<string, string>, at: string): string | undefined {
  const own = problems.get(at);
  if (own !== undefined) return own;
  for (const [key, message] of problems) if (key.startsWith(`${at}.`)) return message;
  return undefined;
}
