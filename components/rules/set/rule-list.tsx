import { Button, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconClipboard, IconCopy, IconPlus, IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Rule, RuleSet } from "@/server/rules/core/ast";
import type { RuleReading } from "@/server/rules/core/explain";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { conditionText } from "@/server/rules/core/sentences";
import type { Words } from "@/server/rules/core/words";
import { copiedNow, copyOut } from "../copied";
import type { Names, Reason } from "./names";
import {
  addRule,
  changeRule,
  duplicateRule,
  insertRules,
  moveRule,
  removeRule,
  ruleFits,
} from "./rule-edits";
import { type RuleAct, type RuleActs, RuleRow } from "./rule-row";
import css from "./rule-set.module.css";

interface RuleListProps {
  set: RuleSet;
  fields: FieldCatalogue;
  words: Words;
  names: Names;
  open: number | undefined;
  onOpen: (i: number | undefined) => void;
  statusOf: ReadonlyMap<string, RuleReading["status"]> | undefined;
  faulty: ReadonlySet<number>;
  isReadOnly: boolean;
  /** `words`: what the step is called that undo takes back. */
  onChange: (set: RuleSet, words: string) => void;
}

/** Enough to want to search. */
const MANY = 6;

/** The rules of a set in their order: found, added, moved, copied, left out. */
export function RuleList(props: RuleListProps) {
  const { set, words, names, open, onOpen, statusOf, faulty, isReadOnly, onChange } = props;
  const { rules } = set;
  const [search, setSearch] = useState("");
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [removed, setRemoved] = useState<{ at: number; rule: Rule }>();
  const list = useRef<HTMLOListElement>(null);
  // A row that was moved by keyboard keeps the keyboard.
  const [held, setHeld] = useState<number>();
  useEffect(() => {
    if (held === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-rule="${held}"] [data-rule-handle]`)?.focus();
    setHeld(undefined);
  }, [held]);
  const wanted = useDeferredValue(search.trim());
  const shown = useMemo(
    () =>
      rules.flatMap((rule, i) =>
        wanted === "" || ruleFits(wanted, rule, conditionText(rule.when, words)) ? [i] : [],
      ),
    [rules, wanted, words],
  );
  const move = (from: number, to: number) => {
    const next = moveRule(set, from, to);
    if (next === set) return;
    onChange(next, `Move ${rules[from]?.code}`);
    if (open === from) onOpen(to);
    else if (open !== undefined && from < open && to >= open) onOpen(open - 1);
    else if (open !== undefined && from > open && to <= open) onOpen(open + 1);
  };
  const paste = async (behind?: number) => {
    const given = await copiedNow();
    if (given?.gatehouse !== "rules/v1")
      return tellFailure("There are no copied rules to paste. Copy a rule, or all of them, first.");
    for (const [code, reason] of Object.entries(given.reasonCodes))
      if (!Object.hasOwn(names.reasons, code)) names.putReason(code, reason);
    const count = given.rules.length;
    onChange(insertRules(set, given.rules, behind), count === 1 ? "Paste one rule" : `Paste ${count} rules`);
    setHeld((behind ?? rules.length - 1) + 1);
  };
  const copy = (given: readonly Rule[]) => {
    void copyOut({ gatehouse: "rules/v1", rules: [...given], reasonCodes: reasonsOf(given, names.reasons) });
    tell(given.length === 1 ? `Copied ${given[0]?.code}` : `Copied ${given.length} rules`);
  };
  const act = (what: RuleAct, i: number) => {
    const rule = rules[i];
    if (!rule || (isReadOnly && what !== "copy")) return;
    switch (what) {
      case "up":
      case "down": {
        const to = i + (what === "up" ? -1 : 1);
        if (to < 0 || to >= rules.length) return;
        move(i, to);
        return setHeld(to);
      }
      case "duplicate":
        onChange(duplicateRule(set, i), `Duplicate ${rule.code}`);
        return setHeld(i + 1);
      case "leave-out":
        return onChange(
          changeRule(set, i, { ...rule, enabled: !rule.enabled }),
          `${rule.enabled ? "Leave out" : "Take in"} ${rule.code}`,
        );
      case "copy":
        return copy([rule]);
      case "paste":
        return void paste(i);
      default:
        setRemoved({ at: i, rule });
        if (open !== undefined) onOpen(open === i ? undefined : open > i ? open - 1 : open);
        onChange(removeRule(set, i), `Remove ${rule.code}`);
        return setHeld(Math.min(i, rules.length - 2));
    }
  };
  const acts = useSameActs({
    open: onOpen,
    act,
    drag: (i) => {
      setDragged(i);
      if (i === undefined) setOver(undefined);
    },
    over: setOver,
    drop: (i) => {
      if (dragged !== undefined) move(dragged, i);
      setDragged(undefined);
      setOver(undefined);
    },
  });
  return (
    <section className={css.list} aria-label="Rules">
      <header className={css.inline}>
        <b className={css.grow}>{rules.length === 1 ? "1 rule" : `${rules.length} rules`}</b>
        {rules.length > 0 && (
          <IconButton
            label="Copy all rules"
            icon={IconCopy}
            variant="subtle"
            color="gray"
            onClick={() => copy(rules)}
          />
        )}
        {!isReadOnly && (
          <IconButton
            label="Paste rules"
            icon={IconClipboard}
            variant="subtle"
            color="gray"
            onClick={() => void paste()}
          />
        )}
      </header>
      {rules.length > MANY && (
        <TextInput
          size="xs"
          type="search"
          aria-label="Find a rule"
          placeholder="Find a rule by code, name or what it says"
          leftSection={<IconSearch size={13} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {rules.length === 0 && (
        <p className={css.quiet}>
          There is no rule yet. A rule says when it holds, and what follows: an outcome, points, a question to
          the applicant. Add the first one, or paste rules from another workflow.
        </p>
      )}
      {wanted !== "" && shown.length === 0 && <p className={css.quiet}>No rule says that.</p>}
      <ol ref={list} className={css.rowsList}>
        {shown.map((i) => (
          <RuleRow
            key={i}
            {...{ i, words, acts, isReadOnly }}
            rule={rules[i]!}
            outcomes={names.outcomes}
            status={statusOf?.get(rules[i]!.code)}
            isOpen={open === i}
            isFaulty={faulty.has(i)}
            isOver={over === i && dragged !== undefined && dragged !== i}
          />
        ))}
      </ol>
      {removed && (
        <p className={css.removed} role="status">
          {removed.rule.code} is removed.
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconArrowBackUp size={13} aria-hidden />}
            onClick={() => {
              onChange(insertRules(set, [removed.rule], removed.at - 1), `Put ${removed.rule.code} back`);
              setRemoved(undefined);
            }}
          >
            Put it back
          </Button>
        </p>
      )}
      {!isReadOnly && (
        <Button
          size="xs"
          variant="default"
          className={css.effect ?? ""}
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={rules.length >= 500}
          onClick={() => {
            onChange(addRule(set, [...props.fields.values()]), "Add a rule");
            setSearch("");
            onOpen(rules.length);
          }}
        >
          Add rule
        </Button>
      )}
    </section>
  );
}

const reasonsOf = (rules: readonly Rule[], reasons: Names["reasons"]): { [code: string]: Reason } =>
  Object.fromEntries(
    rules
      .flatMap(({ reasonCode, require = [] }) => [reasonCode, ...require.map((wish) => wish.reasonCode)])
      .flatMap((code) => {
        const reason = code === undefined ? undefined : reasons[code];
        return code !== undefined && reason ? [[code, reason] as const] : [];
      }),
  );

/** Functions that stay the same from drawing to drawing and do what those of the last drawing do. */
function useSameActs(now: RuleActs): RuleActs {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  return useMemo(
    () => ({
      open: (i) => latest.current.open(i),
      act: (act, i) => latest.current.act(act, i),
      drag: (i) => latest.current.drag(i),
      over: (i) => latest.current.over(i),
      drop: (i) => latest.current.drop(i),
    }),
    [],
  );
}
