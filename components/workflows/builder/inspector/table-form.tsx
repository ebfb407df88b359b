import { useMemo } from "react";
import { FieldPlaceContext } from "@/components/rules/field-place";
import { TableEditor } from "@/components/rules/table-grid/table-editor";
import { tellFailure } from "@/components/ui/tell";
import { fieldsOf, wordsOf } from "@/server/rules/core/fields";
import { type DecisionTable, decisionTable } from "@/server/rules/core/table";
import { changePart, partOf } from "@/server/workflows/parts/policy";
import type { SettingsPlace } from "../../settings-place";
import type { SettingPath } from "../../settings-values";
import type { Builder } from "../use-builder";

/** A decision table of the draft as a sheet; every gesture in it is one step of the draft. */
export function TableForm({
  builder,
  name,
  table,
  place,
  wanted,
}: {
  builder: Builder;
  /** Its key. */
  name: string;
  table: DecisionTable;
  place?: SettingsPlace | undefined;
  wanted?: SettingPath | undefined;
}) {
  const { document } = builder.parts;
  const fields = useMemo(
    () => place?.available.fields ?? [...fieldsOf(document).values()],
    [place?.available, document],
  );
  const words = useMemo(() => place?.words ?? wordsOf(document), [place?.words, document]);
  const names = useMemo(
    () => ({ outcome: words.outcomes ?? {}, queue: words.queues ?? {}, reason_code: words.reasons ?? {} }),
    [words],
  );
  const outcomes = useMemo(() => document.outcomes.map(({ key }) => key), [document.outcomes]);
  return (
    <FieldPlaceContext value={place}>
      <TableEditor
        {...{ table, fields, words, names, outcomes, wanted }}
        isReadOnly={builder.isReadOnly}
        edit={(said, change) => {
          // What would be no table, such as texts that are to be added up, is not done and says why.
          const wrong = decisionTable.safeParse(change(table)).error?.issues[0];
          if (wrong) return tellFailure(wrong.message);
          builder.edit(`${said} of “${table.title}”`, (before) => {
            const now = partOf(before.document, "table", name) as DecisionTable | undefined;
            return now ? changePart(before, "table", name, change(now)) : before;
          });
        }}
      />
    </FieldPlaceContext>
  );
}
