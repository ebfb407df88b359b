import { useContext, useMemo } from "react";
import { FieldPlaceContext } from "@/components/rules/field-place";
import { ScorecardEditor } from "@/components/rules/score/scorecard-editor";
import { scopeOf } from "@/server/rules/core/check-document";
import { wordsOf } from "@/server/rules/core/fields";
import type { Scorecard } from "@/server/rules/core/scorecard";
import type { SettingsPlace } from "../../settings-place";
import type { SettingProblems } from "../../settings-values";
import { ChangedPart } from "../record/changed-part";
import { RecordBar } from "../record/record-bar";
import { RecordDeskContext } from "../record/record-desk";
import type { Builder } from "../use-builder";
import { useNames } from "./use-names";

/** The editor of a scorecard with what it needs of the draft: what can be named, a record, and what runs live. */
export function ScorecardPart({
  builder,
  name,
  node,
  card,
  place,
  problems,
  onChange,
}: {
  builder: Builder;
  name: string;
  node: string | undefined;
  card: Scorecard;
  place: SettingsPlace | undefined;
  problems: SettingProblems;
  onChange: (card: Scorecard, words?: string) => void;
}) {
  const { document } = builder.parts;
  const live = useContext(RecordDeskContext)?.live;
  const words = useMemo(() => place?.words ?? wordsOf(document), [place, document]);
  const fields = useMemo(() => place?.available.catalogue ?? scopeOf(document).fields, [place, document]);
  const names = useNames(builder);
  return (
    <FieldPlaceContext value={place}>
      <ScorecardEditor
        {...{ card, fields, words, names, problems, onChange }}
        published={live?.scorecards[name]}
        isReadOnly={builder.isReadOnly}
        beside={
          <>
            <RecordBar builder={builder} node={node} />
            {live && <ChangedPart live={live} document={document} part={`scorecards/${name}`} />}
          </>
        }
      />
    </FieldPlaceContext>
  );
}
