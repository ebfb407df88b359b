import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconX } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";
import { duplicateNodes } from "@/server/workflows/clipboard/policy";
import {
  definitionOf,
  isStart,
  mayBeDisabled,
  outletsOf,
  setNodeDisabled,
} from "@/server/workflows/edits/policy";
import { NodeIcon } from "../../node-icon";
import { removeChosen } from "../builder-acts";
import { StepTitle } from "../step-title";
import type { Builder } from "../use-builder";
import { FullButton } from "./full-button";
import css from "./inspector.module.css";

/** What the step is, what it is called, and what can be done with it as a whole. */
export function InspectorHead({
  builder,
  node: key,
  isFull,
  onFull,
  onClose,
}: {
  builder: Builder;
  node: string;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
  onClose: () => void;
}) {
  const { document } = builder.parts;
  const node = document.nodes[key];
  if (!node) return null;
  const definition = definitionOf(node.type);
  const quiet = { variant: "subtle", color: "gray" } as const;
  return (
    <header className={css.head}>
      <span className={css.tile} data-group={definition?.group}>
        <NodeIcon name={definition?.icon ?? ""} size={20} />
      </span>
      <div className={css.names}>
        <StepTitle builder={builder} node={key} title={node.title} />
        <small className={css.quiet}>
          {definition?.title ?? node.type} · <code>{key}</code>
        </small>
      </div>
      <FullButton isFull={isFull} onFull={onFull} />
      {!builder.isReadOnly && <More builder={builder} node={key} />}
      <IconButton {...quiet} label="Close" icon={IconX} onClick={onClose} />
    </header>
  );
}

function More({ builder, node: key }: { builder: Builder; node: string }) {
  const { document } = builder.parts;
  const node = document.nodes[key];
  if (!node) return null;
  const outlets = outletsOf(document, key);
  const onward = outlets.find(({ kind }) => kind === "normal") ?? outlets[0];
  const duplicate = () => {
    const { keys } = duplicateNodes(builder.parts, [key]);
    builder.edit(`Duplicate “${node.title}”`, (parts) => duplicateNodes(parts, [key]).parts);
    builder.select(keys);
  };
  const leaveOut = (outlet: string) =>
    builder.edit(
      node.disabled === undefined ? `Leave “${node.title}” out` : `Take “${node.title}” in again`,
      (parts) => setNodeDisabled(parts, key, node.disabled === undefined ? outlet : undefined),
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More for this step">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isStart(document, key) && <Menu.Item onClick={duplicate}>Duplicate</Menu.Item>}
        {mayBeDisabled(document, key) && onward && (
          <Menu.Item onClick={() => leaveOut(onward.key)}>
            {node.disabled === undefined ? "Leave out" : "Take in again"}
          </Menu.Item>
        )}
        <Menu.Item color="red" onClick={() => removeChosen(builder, [key], [])}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
