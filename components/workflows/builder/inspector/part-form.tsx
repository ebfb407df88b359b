import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { RuleSet } from "@/server/rules/core/ast";
import type { Scorecard } from "@/server/rules/core/scorecard";
import { type DecisionTable, decisionTable } from "@/server/rules/core/table";
import {
  addPart,
  changePart,
  type PartKind,
  partOf,
  parts,
  partTitle,
} from "@/server/workflows/parts/policy";
import { NodeSettingsForm } from "../../node-settings-form";
import type { SettingsPlace } from "../../settings-place";
import { type SettingPath, type SettingProblems, settingProblems, withSetting } from "../../settings-values";
import { RecordBar } from "../record/record-bar";
import type { Builder } from "../use-builder";
import css from "./inspector.module.css";
import { RuleSetPart } from "./rule-set-part";
import { ScorecardPart } from "./scorecard-part";
import { TableForm } from "./table-form";

/** What is half written, by the part it belongs to: whoever looks elsewhere meanwhile finds it again. */
const unkept = new Map<string, { base: unknown; draft: unknown }>();

interface PartFormProps {
  builder: Builder;
  kind: PartKind;
  /** Its key. */
  name: string;
  /** The step it is looked at from, and what is known there. */
  node?: string | undefined;
  place?: SettingsPlace | undefined;
  complaints?: SettingProblems | undefined;
  wanted?: SettingPath | undefined;
  onOpen: (kind: PartKind, key: string) => void;
}

/** What is edited as a sheet has its own picture; everything else is a form made from its schema. */
export function PartForm(props: PartFormProps) {
  const { builder, kind, name } = props;
  const stored = partOf(builder.parts.document, kind, name);
  const isSheet = useMemo(() => kind === "table" && decisionTable.safeParse(stored).success, [kind, stored]);
  return isSheet ? <TableForm {...props} table={stored as DecisionTable} /> : <SchemaForm {...props} />;
}

/** A set of rules, a form … as a form made from its schema. What cannot be read yet is not kept yet, and says so. */
function SchemaForm({ builder, kind, name, node, place, complaints, wanted, onOpen }: PartFormProps) {
  const { document } = builder.parts;
  const { schema } = parts[kind];
  const definition = useMemo(() => ({ config: schema }), [schema]);
  const stored = partOf(document, kind, name);
  const id = `${builder.workflowId} ${kind} ${name}`;
  const [, redraw] = useState(0);
  const held = unkept.get(id);
  // Undone, or changed elsewhere: what was half written was about something that is not there any more.
  const isHeld = held !== undefined && sameJson(held.base, stored);
  const value = isHeld ? held.draft : stored;
  const hold = (draft: unknown) => {
    if (draft === undefined) unkept.delete(id);
    else unkept.set(id, { base: stored, draft });
    redraw((count) => count + 1);
  };
  /** With words it is a step of its own; without, it goes on with the letters before. */
  const change = (next: unknown, words?: string) => {
    const read = schema.safeParse(next);
    if (!read.success) return hold(next);
    if (held) hold(undefined);
    // Rows that nobody touched stay the very same, so that they need not be drawn anew.
    const kept = sameJson(next, read.data) ? next : read.data;
    builder.edit(
      words ?? `Edit “${partTitle(kind, name, stored)}”`,
      (before) => changePart(before, kind, name, kept),
      words === undefined ? { merge: `part ${kind} ${name}` } : {},
    );
  };
  const problems = useMemo(
    () => new Map([...(isHeld ? [] : (complaints ?? [])), ...settingProblems(definition, value)]),
    [isHeld, complaints, definition, value],
  );
  return (
    <>
      {/* Always there: ears hear what changes in it, and Chromium loses the height of what it is put above later. */}
      <div role="status">
        {isHeld && (
          <div className={css.unkept}>
            Not kept yet: mend what is marked below.
            <Button size="compact-xs" variant="subtle" onClick={() => hold(undefined)}>
              Drop it
            </Button>
          </div>
        )}
      </div>
      {kind === "ruleSet" ? (
        <RuleSetPart
          {...{ builder, name, node, place, wanted }}
          set={value as RuleSet}
          problems={problems}
          onChange={change}
        />
      ) : kind === "scorecard" ? (
        <ScorecardPart
          {...{ builder, name, node, place }}
          card={value as Scorecard}
          problems={problems}
          onChange={change}
        />
      ) : (
        <>
          {kind === "formula" && <RecordBar builder={builder} node={node} />}
          <NodeSettingsForm
            definition={definition}
            value={value}
            source={document}
            place={place}
            complaints={isHeld ? undefined : complaints}
            wanted={wanted}
            parts={{
              open: onOpen,
              add: (wished, title, path) =>
                builder.edit(`Add ${parts[wished].one} “${title}”`, (before) => {
                  const { parts: next, key: made } = addPart(before, wished, title);
                  return changePart(
                    next,
                    kind,
                    name,
                    withSetting(partOf(next.document, kind, name), path, made),
                  );
                }),
            }}
            onChange={change}
          />
        </>
      )}
    </>
  );
}

const sameJson = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
