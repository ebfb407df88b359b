import { TextInput, UnstyledButton } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { DRAGGED } from "@/components/canvas/editing";
import { IconButton } from "@/components/ui/icon-button";
import { NodeIcon } from "../node-icon";
import { byGroup, searchNodeTypes } from "../node-types";
import css from "./builder.module.css";

/** Every kind of step, to be searched, dragged onto the canvas, or added by click and Enter. */
export function Palette({
  onAdd,
  whyNot,
  autoFocus = false,
  onFold,
}: {
  onAdd: (type: string) => void;
  /** Puts it away, where it can be. */
  onFold?: () => void;
  /** Why a step of this type cannot stand where it would come to. */
  whyNot?: (type: string) => string | undefined;
  autoFocus?: boolean;
}) {
  const [search, setSearch] = useState("");
  const found = searchNodeTypes(search);
  return (
    <div className={css.palette} data-tour="palette">
      <div className={css.paletteHead}>
        <TextInput
          size="xs"
          aria-label="Find a step"
          placeholder="Find a step"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = found.find(({ type }) => !whyNot?.(type)) ?? found[0];
            if (event.key === "Enter" && first) onAdd(first.type);
          }}
        />
        {onFold && (
          <IconButton
            label="Put the palette away"
            icon={IconLayoutSidebarLeftCollapse}
            variant="subtle"
            color="gray"
            onClick={onFold}
          />
        )}
      </div>
      {found.length === 0 && <p className={css.quiet}>No step is called so.</p>}
      {byGroup(found).map(([group, types]) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul>
            {types.map(({ type, title, summary, icon }) => {
              const why = whyNot?.(type);
              return (
                <li key={type}>
                  <UnstyledButton
                    className={css.paletteItem}
                    title={why ?? summary}
                    aria-disabled={why !== undefined || undefined}
                    draggable
                    onDragStart={(event) => {
                      event.dataTransfer.setData(DRAGGED, type);
                      event.dataTransfer.effectAllowed = "copy";
                    }}
                    onClick={() => onAdd(type)}
                  >
                    <NodeIcon name={icon} size={16} />
                    {title}
                  </UnstyledButton>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
