import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import type { PartKind } from "@/server/workflows/parts/policy";
import { duplicatePart, partOf, parts, partTitle, removePart } from "@/server/workflows/parts/policy";
import { type Mention, usageOf } from "@/server/workflows/usage/policy";
import { FullButton } from "./inspector/full-button";
import { PartForm } from "./inspector/part-form";
import type { PartsPanelProps } from "./parts-panel";
import css from "./parts-panel.module.css";
import { RecordAt } from "./record/record-at";
import type { Builder } from "./use-builder";

/** One thing the workflow holds, as a form made from its schema, with the places that name it. */
export function PartEditor({
  builder,
  part,
  onOpen,
  onClose,
  isFull,
  onFull,
}: PartsPanelProps & { part: { kind: PartKind; key: string } }) {
  const { kind, key } = part;
  const { document } = builder.parts;
  const value = partOf(document, kind, key);
  const uses = useMemo(() => usageOf(document).of(kind, key), [document, kind, key]);
  const [isRemoving, setRemoving] = useState(false);
  const { one, title } = parts[kind];
  // What is known of a record there is what the first step knows that goes by it.
  const node = uses.flatMap(({ steps }) => steps)[0];
  if (value === undefined)
    return (
      <section className={css.panel} aria-label={title}>
        <Back onBack={() => onOpen("all")} {...{ onClose, isFull, onFull }} />
        <p className={css.quiet}>This {one} is not there any more. Undo brings it back.</p>
      </section>
    );
  const name = partTitle(kind, key, value);
  const remove = () => {
    builder.edit(`Remove ${one} “${name}”`, (before) => removePart(before, kind, key));
    onOpen("all");
  };
  return (
    <section className={css.panel} aria-label={`${one}: ${name}`}>
      <Back onBack={() => onOpen("all")} {...{ onClose, isFull, onFull }} />
      <h2>{name}</h2>
      <p className={css.quiet}>
        {one.charAt(0).toUpperCase() + one.slice(1)} · <code>{key}</code>
      </p>
      <fieldset className={css.form} disabled={builder.isReadOnly} aria-label="Settings">
        <RecordAt document={document} node={looksAtRecords.has(kind) ? node : null}>
          <PartForm {...{ builder, kind, node }} name={key} onOpen={(kind, key) => onOpen({ kind, key })} />
        </RecordAt>
      </fieldset>
      <Uses builder={builder} uses={uses} />
      {!builder.isReadOnly && (
        <div className={css.acts}>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              const made = duplicatePart(builder.parts, kind, key);
              if (!made) return;
              builder.edit(
                `Duplicate “${name}”`,
                (before) => duplicatePart(before, kind, key)?.parts ?? before,
              );
              onOpen({ kind, key: made.key });
            }}
          >
            Duplicate
          </Button>
          <Button
            size="xs"
            variant="default"
            color="red"
            onClick={() => (uses.length > 0 ? setRemoving(true) : remove())}
          >
            Remove
          </Button>
        </div>
      )}
      <Confirm
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={`Remove “${name}”?`}
        verb="Remove"
        onConfirm={() => {
          setRemoving(false);
          remove();
        }}
      >
        It is used: {uses.map(({ words }) => words).join("; ")}. Those places name nothing then, and the
        problems list shows them. Undo brings it back.
      </Confirm>
    </section>
  );
}

/** Parts that are worked out from a record. */
const looksAtRecords: ReadonlySet<PartKind> = new Set(["ruleSet", "table", "scorecard", "formula"]);

function Uses({ builder, uses }: { builder: Builder; uses: readonly Mention[] }) {
  const { nodes } = builder.parts.document;
  return (
    <section aria-label="Where it is used">
      <h3>Where it is used</h3>
      {uses.length === 0 && <p className={css.quiet}>Nowhere yet.</p>}
      <ul>
        {uses.map(({ path, words, steps }) => {
          const [step] = steps;
          return (
            <li key={path}>
              {step !== undefined && nodes[step] ? (
                <UnstyledButton className={css.entry} onClick={() => builder.select([step])}>
                  {words}
                </UnstyledButton>
              ) : (
                <span className={css.entry}>{words}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Back({
  onBack,
  onClose,
  ...full
}: Pick<PartsPanelProps, "onClose" | "isFull" | "onFull"> & { onBack: () => void }) {
  return (
    <header className={css.head}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        onClick={onBack}
      >
        The workflow
      </Button>
      <FullButton {...full} />
      <IconButton label="Close" icon={IconX} variant="subtle" color="gray" onClick={onClose} />
    </header>
  );
}
