import { useContext, useMemo } from "react";
import { FieldPlaceContext } from "@/components/rules/field-place";
import type { Names } from "@/components/rules/set/names";
import { RuleSetEditor } from "@/components/rules/set/rule-set-editor";
import { toneOfKind } from "@/components/workflows/canvas-graph";
import type { RuleSet } from "@/server/rules/core/ast";
import { scopeOf } from "@/server/rules/core/check-document";
import { wordsOf } from "@/server/rules/core/fields";
import { addPart, changePart, type PartKind } from "@/server/workflows/parts/policy";
import type { SettingsPlace } from "../../settings-place";
import type { SettingPath, SettingProblems } from "../../settings-values";
import { ChangedPart } from "../record/changed-part";
import { RecordBar } from "../record/record-bar";
import { RecordDeskContext } from "../record/record-desk";
import type { Builder } from "../use-builder";

/** The editor of a rule set with what it needs of the draft: what can be named, a record, and what runs live. */
export function RuleSetPart({
  builder,
  name,
  node,
  set,
  place,
  problems,
  wanted,
  onChange,
}: {
  builder: Builder;
  name: string;
  node: string | undefined;
  set: RuleSet;
  place: SettingsPlace | undefined;
  problems: SettingProblems;
  wanted: SettingPath | undefined;
  onChange: (set: RuleSet, words?: string) => void;
}) {
  const { document } = builder.parts;
  const live = useContext(RecordDeskContext)?.live;
  const words = useMemo(() => place?.words ?? wordsOf(document), [place, document]);
  const fields = useMemo(() => place?.available.catalogue ?? scopeOf(document).fields, [place, document]);
  const names = useNames(builder);
  return (
    <FieldPlaceContext value={place}>
      <RuleSetEditor
        {...{ set, fields, words, names, problems, wanted, onChange }}
        published={live?.rules[name]}
        isReadOnly={builder.isReadOnly}
        beside={
          <>
            <RecordBar builder={builder} node={node} />
            {live && <ChangedPart live={live} document={document} part={`rules/${name}`} />}
          </>
        }
      />
    </FieldPlaceContext>
  );
}

function useNames(builder: Builder): Names {
  const { outcomes, reasonCodes, settings } = builder.parts.document;
  return useMemo(() => {
    const list = (of: { readonly [key: string]: { title: string } }) =>
      Object.entries(of).map(([value, { title }]) => ({ value, label: title }));
    return {
      outcomes: outcomes.map(({ key, title, kind }) => ({
        ...{ key, title, tone: toneOfKind(kind), isNegative: kind === "negative" },
      })),
      reasons: reasonCodes,
      queues: list(settings.queues),
      documents: list(settings.documentTypes),
      putReason: (code, reason) =>
        builder.edit(
          Object.hasOwn(reasonCodes, code) ? `Edit the reason ${code}` : `Add the reason ${code}`,
          ({ document, editor }) => ({
            editor,
            document: { ...document, reasonCodes: { ...document.reasonCodes, [code]: reason } },
          }),
        ),
      make: (kind: PartKind, title: string) => {
        const { key } = addPart(builder.parts, kind, title);
        builder.edit(`Add “${title}”`, (before) => {
          const made = addPart(before, kind, title).parts;
          // What applicants may upload is told to them: its help is its name until somebody writes more.
          return kind === "documentType" ? changePart(made, kind, key, { title, help: title }) : made;
        });
        return key;
      },
    };
  }, [builder, outcomes, reasonCodes, settings]);
}
