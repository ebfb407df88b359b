import { Button, Checkbox, Group, Modal, Radio, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { FailureText } from "@/components/ui/failure-text";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { differenceSentence } from "@/server/workflows/differences/policy";
import {
  type Missing,
  restoreAll,
  restoreChosen,
  type Thing,
  thingsToRestore,
} from "@/server/workflows/restore/policy";
import type { EditorPart, WorkflowDocument } from "@/server/workflows/schema";
import { ChangeChip } from "./differences-list";
import css from "./restore-dialog.module.css";

interface Parts {
  document: WorkflowDocument;
  editor: EditorPart;
}

interface RestoreDialogProps {
  draft: Parts;
  from: Parts & { title: string };
  /** One undoable step: the draft becomes that, and is told so. */
  onRestore: (parts: Parts, words: string) => void;
  onClose: () => void;
  isBusy?: boolean;
  failure?: string | undefined;
}

/** Brings back what a version or a checkpoint said: the whole of it, or what is ticked. Says first what would be missing. */
export function RestoreDialog({ draft, from, onRestore, onClose, isBusy, failure }: RestoreDialogProps) {
  const things = useMemo(() => thingsToRestore(draft.document, from.document, nodeCatalogue), [draft, from]);
  const [how, setHow] = useState<"all" | "chosen">("all");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const made = useMemo(() => restoreChosen(draft, from, chosen, nodeCatalogue), [draft, from, chosen]);
  const choose = (id: string, isChosen: boolean) =>
    setChosen((now) =>
      isChosen ? [...now.filter((one) => one !== id), id] : now.filter((one) => one !== id),
    );
  const restore = () => {
    if (how === "all") return onRestore(restoreAll(draft, from), `${from.title} was brought back`);
    const titles = things.filter(({ id }) => chosen.includes(id)).map(({ title }) => title);
    const what = titles.length === 1 ? titles[0] : `${titles.length} things`;
    onRestore(made.parts, `${what} of ${from.title} came back`);
  };
  return (
    <Modal opened onClose={onClose} title={`Bring back from ${from.title}`} size={680}>
      <Stack gap="md">
        <Radio.Group
          value={how}
          onChange={(value) => setHow(value as "all" | "chosen")}
          label="What comes back"
        >
          <Stack gap={6} mt={6}>
            <Radio
              value="all"
              label={`All of it: the draft says what ${from.title} says`}
              description={`${things.length === 1 ? "1 thing differs" : `${things.length} things differ`}. It is one step, which undo takes back.`}
            />
            <Radio value="chosen" label="Only what I choose" />
          </Stack>
        </Radio.Group>
        {how === "chosen" && (
          <fieldset className={css.things}>
            <legend>What differs</legend>
            {things.map((thing) => (
              <ThingBox
                key={thing.id}
                thing={thing}
                isChosen={chosen.includes(thing.id)}
                onChoose={(isChosen) => choose(thing.id, isChosen)}
              />
            ))}
          </fieldset>
        )}
        {how === "chosen" && made.missing.length > 0 && (
          <MissingList missing={made.missing} things={things} onTake={(id) => choose(id, true)} />
        )}
        {failure && <FailureText>{failure}</FailureText>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            onClick={restore}
            loading={isBusy ?? false}
            disabled={things.length === 0 || (how === "chosen" && chosen.length === 0)}
          >
            Bring back
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const becomes = { added: "comes back", removed: "goes away", changed: "says again what it said" } as const;

function ThingBox({
  thing,
  isChosen,
  onChoose,
}: {
  thing: Thing;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const told = thing.differences.filter(({ kind }) => kind === "changed");
  return (
    <Checkbox
      checked={isChosen}
      onChange={(event) => onChoose(event.currentTarget.checked)}
      label={
        <span className={css.thing}>
          {thing.title} {becomes[thing.kind]} <ChangeChip kind={thing.kind} />
        </span>
      }
      description={
        told.length === 0 ? undefined : (
          <span className={css.told}>
            {told
              .slice(0, 3)
              .map((one) => differenceSentence(one))
              .join("\n")}
            {told.length > 3 && `\n${told.length - 3} more`}
          </span>
        )
      }
    />
  );
}

function MissingList({
  missing,
  things,
  onTake,
}: {
  missing: readonly Missing[];
  things: readonly Thing[];
  onTake: (thing: string) => void;
}) {
  return (
    <section className={css.missing} aria-label="What would be missing">
      <h3>
        <IconAlertTriangle size={16} aria-hidden /> What would be missing
      </h3>
      <ul>
        {missing.map(({ message, thing }) => {
          const found = things.find(({ id }) => id === thing);
          return (
            <li key={message}>
              {message}
              {found && (
                <Button size="compact-xs" variant="subtle" onClick={() => onTake(found.id)}>
                  Bring back {found.title} too
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
