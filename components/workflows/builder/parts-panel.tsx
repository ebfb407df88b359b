import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import {
  addPart,
  type PartKind,
  partKinds,
  parts,
  partTitle,
  raisePart,
} from "@/server/workflows/parts/policy";
import { usageOf } from "@/server/workflows/usage/policy";
import { FullButton } from "./inspector/full-button";
import { PartEditor } from "./part-editor";
import css from "./parts-panel.module.css";
import type { Builder } from "./use-builder";
import { WorkflowGeneral } from "./workflow-general";

/** What of the workflow is open: all of it, or one of its parts. */
export type OpenPart = { kind: PartKind; key: string } | "all";

export interface PartsPanelProps {
  builder: Builder;
  open: OpenPart;
  onOpen: (open: OpenPart) => void;
  onClose: () => void;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
}

/** What the workflow holds beside its steps: outcomes, forms, rule sets, reasons, queues. Each is made and edited here. */
export function PartsPanel(props: PartsPanelProps) {
  const { open } = props;
  return open === "all" ? (
    <AllParts {...props} />
  ) : (
    <PartEditor key={`${open.kind} ${open.key}`} {...props} part={open} />
  );
}

function AllParts({ builder, onOpen, onClose, isFull, onFull }: PartsPanelProps) {
  const { document } = builder.parts;
  const usage = useMemo(() => usageOf(document), [document]);
  return (
    <section className={css.panel} aria-label="The workflow">
      <header className={css.head}>
        <h2>The workflow</h2>
        <FullButton isFull={isFull} onFull={onFull} />
        <IconButton label="Close" icon={IconX} variant="subtle" color="gray" onClick={onClose} />
      </header>
      <WorkflowGeneral builder={builder} />
      {partKinds.map((kind) => (
        <Kind
          key={kind}
          kind={kind}
          builder={builder}
          usesOf={(key) => usage.of(kind, key).length}
          onOpen={(key) => onOpen({ kind, key })}
        />
      ))}
    </section>
  );
}

function Kind({
  kind,
  builder,
  usesOf,
  onOpen,
}: {
  kind: PartKind;
  builder: Builder;
  usesOf: (key: string) => number;
  onOpen: (key: string) => void;
}) {
  const [name, setName] = useState("");
  const { title, one, help, read } = parts[kind];
  const entries = read(builder.parts.document);
  const add = () => {
    const wished = name.trim();
    if (wished === "") return;
    const { key } = addPart(builder.parts, kind, wished);
    builder.edit(`Add ${one} “${wished}”`, (before) => addPart(before, kind, wished).parts);
    setName("");
    onOpen(key);
  };
  return (
    <section className={css.kind} aria-label={title}>
      <h3>{title}</h3>
      <p className={css.quiet}>{help}</p>
      <ul>
        {entries.map(([key, value], i) => {
          const uses = usesOf(key);
          return (
            <li key={key}>
              <UnstyledButton className={css.entry} onClick={() => onOpen(key)}>
                <span>{partTitle(kind, key, value)}</span>
                <small>
                  {kind === "reasonCode" && <code>{key} </code>}
                  {uses === 0 ? "not used" : uses === 1 ? "used once" : `used ${uses} times`}
                </small>
              </UnstyledButton>
              {kind === "outcome" && i > 0 && !builder.isReadOnly && (
                <IconButton
                  label={`Make “${partTitle(kind, key, value)}” less severe`}
                  icon={IconArrowUp}
                  variant="subtle"
                  color="gray"
                  size="sm"
                  onClick={() => builder.edit("Order the outcomes", (before) => raisePart(before, kind, key))}
                />
              )}
            </li>
          );
        })}
      </ul>
      {!builder.isReadOnly && (
        <form
          className={css.add}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextInput
            size="xs"
            aria-label={`Name of a new ${one}`}
            placeholder={`New ${one}`}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={name.trim() === ""}
          >
            Add
          </Button>
        </form>
      )}
    </section>
  );
}
