import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import type { PartKind } from "@/server/workflows/parts/policy";
import {
  addPart,
  changePart,
  duplicatePart,
  partOf,
  parts,
  partTitle,
  removePart,
} from "@/server/workflows/parts/policy";
import { type Mention, usageOf } from "@/server/workflows/usage/policy";
import { NodeSettingsForm } from "../node-settings-form";
import { withSetting } from "../settings-values";
import type { PartsPanelProps } from "./parts-panel";
import css from "./parts-panel.module.css";
import type { Builder } from "./use-builder";

/** One thing the workflow holds, as a form made from its schema, with the places that name it. */
export function PartEditor({
  builder,
  part,
  onOpen,
  onClose,
}: PartsPanelProps & { part: { kind: PartKind; key: string } }) {
  const { kind, key } = part;
  const { document } = builder.parts;
  const value = partOf(document, kind, key);
  const uses = useMemo(() => usageOf(document).of(kind, key), [document, kind, key]);
  const [isRemoving, setRemoving] = useState(false);
  const { one, title, schema } = parts[kind];
  if (value === undefined)
    return (
      <section className={css.panel} aria-label={title}>
        <Back title="The workflow" onBack={() => onOpen("all")} onClose={onClose} />
        <p className={css.quiet}>This {one} is not there any more. Undo brings it back.</p>
      </section>
    );
  const name = partTitle(kind, key, value);
  const merge = { merge: `part ${kind} ${key}` };
  const remove = () => {
    builder.edit(`Remove ${one} “${name}”`, (before) => removePart(before, kind, key));
    onOpen("all");
  };
  return (
    <section className={css.panel} aria-label={`${one}: ${name}`}>
      <Back title="The workflow" onBack={() => onOpen("all")} onClose={onClose} />
      <h2>{name}</h2>
      <p className={css.quiet}>
        {one.charAt(0).toUpperCase() + one.slice(1)} · <code>{key}</code>
      </p>
      <fieldset className={css.form} disabled={builder.isReadOnly} aria-label="Settings">
        <NodeSettingsForm
          definition={{ config: schema }}
          value={value}
          source={document}
          parts={{
            open: (kind, key) => onOpen({ kind, key }),
            add: (wanted, title, path) =>
              builder.edit(`Add ${parts[wanted].one} “${title}”`, (before) => {
                const { parts: next, key: made } = addPart(before, wanted, title);
                return changePart(next, kind, key, withSetting(partOf(next.document, kind, key), path, made));
              }),
          }}
          onChange={(next) =>
            builder.edit(`Edit “${name}”`, (before) => changePart(before, kind, key, next), merge)
          }
        />
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

function Back({ title, onBack, onClose }: { title: string; onBack: () => void; onClose: () => void }) {
  return (
    <header className={css.head}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        onClick={onBack}
      >
        {title}
      </Button>
      <IconButton label="Close" icon={IconX} variant="subtle" color="gray" onClick={onClose} />
    </header>
  );
}
