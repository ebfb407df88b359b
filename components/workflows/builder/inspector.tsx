import { ActionIcon, Button, Menu, Select, Tabs } from "@mantine/core";
import { IconDots, IconPlus, IconX } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";
import { duplicateNodes } from "@/server/workflows/clipboard/policy";
import {
  connect,
  definitionOf,
  disconnect,
  isStart,
  mayBeDisabled,
  type OutletOf,
  outletsOf,
  setConfig,
  setNodeDisabled,
  whyNotConnect,
} from "@/server/workflows/edits/policy";
import { addPart, type PartKind, parts } from "@/server/workflows/parts/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import { NodeIcon } from "../node-icon";
import { NodeSettingsForm } from "../node-settings-form";
import { withSetting } from "../settings-values";
import css from "./builder.module.css";
import { removeChosen } from "./builder-acts";
import { Comments } from "./comments";
import { ProblemList } from "./problem-list";
import { StepTitle } from "./step-title";
import type { Builder } from "./use-builder";

interface InspectorProps {
  builder: Builder;
  node: string;
  problems: readonly DocumentProblem[];
  /** Who comments, and when. */
  me: string;
  now: () => string;
  onAdd: (after: OutletOf) => void;
  /** Opens what of the workflow a setting names. */
  onPart: (kind: PartKind, key: string) => void;
  onClose: () => void;
}

/** What a step is called, what it does, where it leads, and what is wrong with it. */
export function Inspector({ builder, node: key, problems, me, now, onAdd, onPart, onClose }: InspectorProps) {
  const { document } = builder.parts;
  const node = document.nodes[key];
  if (!node) return null;
  const definition = definitionOf(node.type);
  const { isReadOnly } = builder;
  const remove = () => removeChosen(builder, [key], []);
  const duplicate = () => {
    const { keys } = duplicateNodes(builder.parts, [key]);
    builder.edit(`Duplicate “${node.title}”`, (parts) => duplicateNodes(parts, [key]).parts);
    builder.select(keys);
  };
  const outlets = outletsOf(document, key);
  const open = (builder.parts.editor.comments ?? []).filter(
    (one) => one.node === key && !one.isSettled,
  ).length;
  const onward = outlets.find(({ kind }) => kind === "normal") ?? outlets[0];
  return (
    <section className={css.inspector} aria-label={`Step ${node.title}`} data-tour="inspector">
      <header className={css.inspectorHead}>
        <NodeIcon name={definition?.icon ?? ""} size={20} />
        <div>
          <StepTitle builder={builder} node={key} title={node.title} />
          <small className={css.quiet}>
            {definition?.title ?? node.type} · <code>{key}</code>
          </small>
        </div>
        {!isReadOnly && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label="More for this step">
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {!isStart(document, key) && <Menu.Item onClick={duplicate}>Duplicate</Menu.Item>}
              {mayBeDisabled(document, key) && onward && (
                <Menu.Item
                  onClick={() =>
                    builder.edit(
                      node.disabled === undefined
                        ? `Leave “${node.title}” out`
                        : `Take “${node.title}” in again`,
                      (parts) =>
                        setNodeDisabled(parts, key, node.disabled === undefined ? onward.key : undefined),
                    )
                  }
                >
                  {node.disabled === undefined ? "Leave out" : "Take in again"}
                </Menu.Item>
              )}
              <Menu.Item color="red" onClick={remove}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <IconButton label="Close" icon={IconX} variant="subtle" color="gray" onClick={onClose} />
      </header>
      {node.disabled !== undefined && (
        <Select
          size="xs"
          m="sm"
          label="Left out: runs go on at"
          data={outlets.map((outlet) => ({ value: outlet.key, label: outlet.title }))}
          value={node.disabled}
          allowDeselect={false}
          readOnly={isReadOnly}
          onChange={(outlet) =>
            outlet &&
            builder.edit(`“${node.title}” is left at another way out`, (parts) =>
              setNodeDisabled(parts, key, outlet),
            )
          }
        />
      )}
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="ways">Ways out ({outlets.length})</Tabs.Tab>
          <Tabs.Tab value="comments">Comments{open > 0 && ` (${open})`}</Tabs.Tab>
          {problems.length > 0 && <Tabs.Tab value="problems">Problems ({problems.length})</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="settings" p="sm">
          {definition?.summary && <p className={css.quiet}>{definition.summary}</p>}
          {definition && (
            <fieldset className={css.settings} disabled={isReadOnly} aria-label="Settings">
              <NodeSettingsForm
                definition={definition}
                value={node.config}
                source={document}
                parts={{
                  open: onPart,
                  add: (kind, title, path) =>
                    builder.edit(`Add ${parts[kind].one} “${title}”`, (before) => {
                      const { parts: next, key: made } = addPart(before, kind, title);
                      const config = withSetting(next.document.nodes[key]?.config, path, made);
                      return setConfig(next, key, config as Record<string, unknown>);
                    }),
                }}
                onChange={(settings) =>
                  builder.edit(
                    `Settings of “${node.title}”`,
                    (parts) => setConfig(parts, key, settings as Record<string, unknown>),
                    { merge: `config ${key}` },
                  )
                }
              />
            </fieldset>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="ways" p="sm">
          <Ways builder={builder} node={key} onAdd={onAdd} />
        </Tabs.Panel>
        <Tabs.Panel value="comments" p="sm">
          <Comments builder={builder} node={key} me={me} now={now} />
        </Tabs.Panel>
        <Tabs.Panel value="problems" p="sm">
          <ProblemList problems={problems} onShow={() => {}} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** Each way out with what it leads to: what the canvas does by dragging, as a list. */
function Ways({
  builder,
  node: key,
  onAdd,
}: {
  builder: Builder;
  node: string;
  onAdd: (after: OutletOf) => void;
}) {
  const { document } = builder.parts;
  const outlets = outletsOf(document, key);
  if (outlets.length === 0) return <p className={css.quiet}>Nothing comes behind this step.</p>;
  return (
    <ul className={css.ways}>
      {outlets.map((outlet) => {
        const place = { from: key, outlet: outlet.key };
        const to = document.edges.find((edge) => edge.from === key && edge.outlet === outlet.key)?.to ?? null;
        const goals = Object.entries(document.nodes).filter(
          ([one]) => whyNotConnect(builder.parts, place, one) === undefined,
        );
        return (
          <li key={outlet.key}>
            <Select
              size="xs"
              label={outlet.title}
              description={
                to === null && outlet.kind !== "normal"
                  ? "Leads nowhere: the run stops here and asks for attention."
                  : undefined
              }
              placeholder="Leads nowhere"
              searchable
              clearable
              readOnly={builder.isReadOnly}
              data={goals.map(([value, { title }]) => ({ value, label: title }))}
              value={to}
              onChange={(goal) =>
                builder.edit(
                  goal === null
                    ? `“${outlet.title}” leads nowhere`
                    : `“${outlet.title}” leads to “${document.nodes[goal]?.title}”`,
                  (parts) => (goal === null ? disconnect(parts, [place]) : connect(parts, place, goal)),
                )
              }
            />
            {!builder.isReadOnly && (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconPlus size={12} aria-hidden />}
                onClick={() => onAdd(place)}
              >
                Add a step here
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
