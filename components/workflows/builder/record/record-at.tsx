import { type ReactNode, useContext, useDeferredValue, useMemo } from "react";
import { RecordContext, type RecordPlace } from "@/components/rules/field-place";
import { wordsOf } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { RecordDeskContext } from "./record-desk";
import { seenAt } from "./records";

/** What stands inside is looked at with the chosen record, as much of it as is known at the step. */
export function RecordAt({
  document: given,
  node,
  children,
}: {
  document: WorkflowDocument;
  /** Null: nothing there is looked at with a record. */
  node: string | undefined | null;
  children: ReactNode;
}) {
  const desk = useContext(RecordDeskContext);
  // Whoever types never waits for what things are called.
  const document = useDeferredValue(given);
  const runOf = desk?.runOf;
  const title = desk?.chosen.title ?? "";
  const { settings, outcomes } = document;
  const place = useMemo((): RecordPlace | undefined => {
    const run = node === null ? undefined : runOf?.();
    if (!run || node === null) return undefined;
    const { data, at } = seenAt(run, node);
    const { timeZone, leapDayBirthday } = settings;
    return {
      ...{ data, at, title, words: wordsOf(document) },
      settings: { timeZone, leapDayBirthday, outcomes: outcomes.map(({ key }) => key) },
    };
  }, [runOf, node, title, settings, outcomes, document]);
  return <RecordContext value={place}>{children}</RecordContext>;
}
