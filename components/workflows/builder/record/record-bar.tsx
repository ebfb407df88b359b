import { Button, Modal, Select } from "@mantine/core";
import { useContext, useState } from "react";
import { useCan } from "@/components/workspaces/member";
import { PastRuns } from "../past-runs";
import type { Builder } from "../use-builder";
import css from "./record.module.css";
import { type RecordDesk, RecordDeskContext } from "./record-desk";
import { seenAt } from "./records";

const PAST = "\u0000past";

/** Chooses the record that the editor is looked at with: a saved test, a past application, the test run, made-up answers. */
export function RecordBar(props: RecordBarProps) {
  const desk = useContext(RecordDeskContext);
  return desk ? <Bar {...props} desk={desk} /> : null;
}

interface RecordBarProps {
  builder: Builder;
  node: string | undefined;
}

function Bar({ builder, node, desk }: RecordBarProps & { desk: RecordDesk }) {
  const mayReadParties = useCan("parties.view");
  const [isChoosing, setChoosing] = useState(false);
  const { choices, chosen } = desk;
  const run = desk.runOf();
  const group = (kind: string) =>
    choices
      .filter(({ source }) => source.kind === kind)
      .map(({ key, title }) => ({ value: key, label: title }));
  const data = [
    { group: "Test run", items: group("trial") },
    { group: "Saved tests", items: group("test") },
    { group: "Past applications", items: group("past") },
    {
      group: "Other",
      items: [
        ...group("sample"),
        ...(mayReadParties ? [{ value: PAST, label: "A past application …" }] : []),
      ],
    },
  ].filter(({ items }) => items.length > 0);
  const isOnWay = run ? seenAt(run, node).isOnWay : true;
  return (
    <div className={css.bar}>
      <Select
        size="xs"
        label="Looked at with"
        allowDeselect={false}
        searchable
        data={data}
        value={chosen.key}
        onChange={(next) => {
          if (next === PAST) setChoosing(true);
          else if (next) desk.choose(next);
        }}
      />
      {!run && (
        <p className={css.quiet}>
          The workflow cannot be run as it is: mend its problems to see what a record comes to.
        </p>
      )}
      {run && !isOnWay && (
        <p className={css.quiet}>
          {chosen.source.kind === "sample"
            ? "Made-up answers do not come as far as this step; what they knew at their end is shown. Save a test, or choose a past application."
            : "This record does not come by this step; what it knew at its end is shown."}
        </p>
      )}
      {chosen.source.kind === "sample" && run && isOnWay && (
        <p className={css.quiet}>Nobody gave these answers. Save a test run to look at your own.</p>
      )}
      <Modal opened={isChoosing} onClose={() => setChoosing(false)} title="A past application" size={480}>
        <PastRuns
          workflowId={builder.workflowId}
          workflowKey={builder.parts.document.key}
          onChoose={(past, title) => {
            desk.addPast(title, past);
            setChoosing(false);
          }}
        />
        <Button mt="md" size="xs" variant="default" onClick={() => setChoosing(false)}>
          Cancel
        </Button>
      </Modal>
    </div>
  );
}
