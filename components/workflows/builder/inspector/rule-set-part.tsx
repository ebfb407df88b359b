import { useContext, useMemo } from "react";
import { FieldPlaceContext } from "@/components/rules/field-place";
import { RuleSetEditor } from "@/components/rules/set/rule-set-editor";
import type { RuleSet } from "@/server/rules/core/ast";
import { scopeOf } from "@/server/rules/core/check-document";
import { wordsOf } from "@/server/rules/core/fields";
import type { SettingsPlace } from "../../settings-place";
import type { SettingPath, SettingProblems } from "../../settings-values";
import { ChangedPart } from "../record/changed-part";
import { RecordBar } from "../record/record-bar";
import { RecordDeskContext } from "../record/record-desk";
import type { Builder } from "../use-builder";
import { useNames } from "./use-names";

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
