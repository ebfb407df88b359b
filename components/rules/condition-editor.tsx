"use client";

/*
 * react-querybuilder's core was weighed and left: it edits a tree of field, operator and value, and ours has quantifiers,
 * formulas on both sides and parts left out. Its tree would have to be mapped forth and back at every key; ours is 250 lines.
 */

import { useContext, useDeferredValue, useMemo, useRef, useState } from "react";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Condition } from "@/server/rules/core/ast";
import { checkCondition } from "@/server/rules/core/check";
import type { RuleProblem } from "@/server/rules/core/check-operand";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { lookAt } from "@/server/rules/core/readings";
import css from "./condition.module.css";
import {
  type ConditionDesk,
  ConditionDeskProvider,
  type PartAct,
  type PartProps,
  WhereEditorContext,
} from "./condition-desk";
import { ConditionGroup } from "./condition-group";
import { partOfKey } from "./condition-keys";
import { ConditionListTest } from "./condition-list-test";
import {
  duplicateAt,
  freshCopy,
  insertAt,
  mayLeaveOut,
  mayMove,
  mayRemove,
  moveBy,
  moveTo,
  type Place,
  partAt,
  partOfCondition,
  placeOf,
  removeAt,
  toggleAt,
  unwrapAt,
  wrapAt,
} from "./condition-moves";
import { ConditionRow } from "./condition-row";
import { conditionOf, type GroupTree, isLeftOut, partsIn, treeOf } from "./condition-tree";
import { copiedNow, copyOut } from "./copied";
import { RecordContext } from "./field-place";
import { mended } from "./mended";
import { useFocusPart } from "./use-focus-part";

interface ConditionEditorProps {
  label: string;
  condition: Condition;
  fields: FieldCatalogue;
  /** The list whose entries it is about, when it stands inside one. */
  list?: string | undefined;
  /** It is part of a test: which entries are counted. */
  isInside?: true | undefined;
  /** Where it stands among the settings around it: `rules.3.when`. */
  settingKey?: string | undefined;
  onChange: (condition: Condition, words?: string) => void;
}

const NOTHING = { from: undefined, over: undefined };

/** A condition as rows that read as sentences: groups in groups, tests of values, tests over lists. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { label, condition, fields, list, onChange } = props;
  const root = useMemo(() => treeOf(condition), [condition]);
  const place = useContext(RecordContext);
  const [drag, setDrag] = useState<ConditionDesk["drag"]>(NOTHING);
  const section = useRef<HTMLElement>(null);
  const focus = useFocusPart(section);
  // Whoever types never waits for the rows to be worked out.
  const asked = useDeferredValue(condition);
  const looks = useMemo(
    // Inside a test the entries are many; what they come to stands at the test itself.
    () => (place && !props.isInside ? lookAt(asked, place, place.settings, place.words, list) : undefined),
    [asked, place, list, props.isInside],
  );
  const problems = useMemo(() => problemsOf(asked, fields, list), [asked, fields, list]);
  const change: ConditionDesk["change"] = (next, id, on = "handle", words) => {
    if (next !== root) onChange(conditionOf(next), words);
    if (id !== undefined) focus(id, on);
  };
  const step = (next: GroupTree, id: string | undefined, words: string) => change(next, id, "handle", words);
  const act = (what: PartAct, at: Place) => {
    const part = partAt(root, at);
    if (!part || !may(root, what, at)) return;
    switch (what) {
      case "up":
      case "down":
      case "out":
      case "in":
        return step(moveBy(root, at, what), part.id, "Move a condition");
      case "duplicate": {
        const { root: next, id } = duplicateAt(root, at);
        return step(next, id, "Duplicate a condition");
      }
      case "wrap":
        return step(wrapAt(root, at).root, part.id, "Group a condition");
      case "unwrap":
        return step(unwrapAt(root, at), partsIn(part)[0]?.id, "Take a group away");
      case "leave-out":
        return step(
          toggleAt(root, at),
          part.id,
          isLeftOut(part) ? "Take a condition in" : "Leave a condition out",
        );
      case "remove":
        return step(removeAt(root, at), besideOf(root, at), "Remove a condition");
      case "copy":
      case "cut":
        void copyOut({ gatehouse: "conditions/v1", conditions: [conditionOf(part)] });
        if (what === "cut") return step(removeAt(root, at), besideOf(root, at), "Cut a condition");
        return tell("Copied one condition");
      default:
        return void paste(at);
    }
  };
  const paste = async (at: Place) => {
    const given = await copiedNow();
    const found =
      given?.gatehouse === "conditions/v1" ? given.conditions : given?.rules.map(({ when }) => when);
    if (!found) return tellFailure("There are no copied conditions to paste.");
    const part = partAt(root, at);
    const isInto = part?.kind === "group" || at.length === 0;
    let next = root;
    let last: string | undefined;
    for (const [i, one] of found.entries()) {
      const copy = freshCopy(next, partOfCondition(one));
      last = copy.id;
      next = isInto
        ? insertAt(next, at, partsIn(partAt(next, at)!).length, copy)
        : insertAt(next, at.slice(0, -1), at.at(-1)! + 1 + i, copy);
    }
    step(next, last, found.length === 1 ? "Paste a condition" : `Paste ${found.length} conditions`);
  };
  const desk: ConditionDesk = {
    ...{ root, fields, looks, problems, change, act, drag, setDrag, Part },
    settingKey: props.settingKey,
    may: (what, at) => may(root, what, at),
    mend: (problem) => onChange(mended(condition, problem), "Use what was meant"),
  };
  return (
    <WhereEditorContext value={ConditionEditor}>
      <ConditionDeskProvider value={desk}>
        <section
          ref={section}
          className={css.editor}
          data-condition-editor
          data-inside={props.isInside}
          aria-label={label}
          onKeyDown={(event) => {
            const key = partOfKey(event);
            const at = key && placeOf(root, key.part);
            if (!key || !at) return;
            event.preventDefault();
            event.stopPropagation();
            if (key.act !== "next" && key.act !== "previous") return act(key.act, at);
            focus.beside(key.part, key.act === "next" ? 1 : -1);
          }}
          onDrop={(event) => {
            const { from, over } = drag;
            setDrag(NOTHING);
            if (!from || !over) return;
            event.preventDefault();
            event.stopPropagation();
            const moved = partAt(root, from);
            if (moved && mayMove(root, from, over.parent))
              step(moveTo(root, from, over.parent, over.index), moved.id, "Move a condition");
          }}
        >
          <ConditionGroup
            tree={root}
            place={[]}
            name={props.isInside ? `${label} where` : ""}
            list={list}
            path=""
            isFixed
          />
        </section>
      </ConditionDeskProvider>
    </WhereEditorContext>
  );
}

function Part(props: PartProps) {
  const { tree } = props;
  if (tree.kind === "group") return <ConditionGroup {...props} tree={tree} />;
  if (tree.kind === "list") return <ConditionListTest {...props} tree={tree} />;
  return <ConditionRow {...props} tree={tree} />;
}

function may(root: GroupTree, act: PartAct, at: Place): boolean {
  switch (act) {
    case "up":
    case "down":
    case "out":
    case "in":
      return moveBy(root, at, act) !== root;
    case "remove":
    case "cut":
      return mayRemove(root, at);
    case "leave-out":
      return mayLeaveOut(root, at);
    case "unwrap":
      return partAt(root, at)?.kind === "group" && at.length > 0;
    default:
      return true;
  }
}

/** Who has the keyboard when a part is gone: the one behind it, else the one before, else what it stood in. */
function besideOf(root: GroupTree, at: Place): string | undefined {
  const parent = partAt(root, at.slice(0, -1));
  const siblings = parent ? partsIn(parent) : [];
  const i = at.at(-1) ?? 0;
  return siblings[i + 1]?.id ?? siblings[i - 1]?.id ?? parent?.id;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** What the checker says, as long as somebody knows what fields there are. */
function problemsOf(
  condition: Condition,
  fields: FieldCatalogue,
  list: string | undefined,
): readonly RuleProblem[] {
  if (fields.size === 0) return [];
  const scope = {
    ...{ fields, outcomes: NO_NAMES, reasonCodes: NO_NAMES, queues: NO_NAMES, documentTypes: NO_NAMES },
  };
  return checkCondition(condition, scope, "", list).map((problem) => ({
    ...problem,
    path: problem.path.replace(/^\./, ""),
  }));
}
