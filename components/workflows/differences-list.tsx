import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { StatusChip } from "@/components/ui/status-chip";
import type { Difference } from "@/server/workflows/differences/policy";
import type { DifferenceLine } from "@/server/workflows/differences/values";
import css from "./versions.module.css";

const tones = { added: "approve", removed: "decline", changed: "review" } as const;
const words = { added: "Added", removed: "Removed", changed: "Changed" } as const;
const icons = { added: IconPlus, removed: IconMinus, changed: IconPencil } as const;

export const ChangeChip = ({ kind }: { kind: Difference["kind"] }) => (
  <StatusChip tone={tones[kind]} icon={icons[kind]}>
    {words[kind]}
  </StatusChip>
);

/** What changed, in words, part by part; a change of the drawing leads there. */
export function DifferencesList({
  differences,
  node = null,
  onShow,
}: {
  differences: readonly Difference[];
  /** The node that is chosen on the canvas: what concerns it is marked. */
  node?: string | null;
  onShow?: ((node: string) => void) | undefined;
}) {
  const parts = [...new Set(differences.map(({ part }) => part))];
  return (
    <>
      {parts.map((part) => (
        <section key={part} aria-label={part}>
          <h2 className={css.part}>{part}</h2>
          <ul className={css.differences}>
            {differences
              .filter((one) => one.part === part)
              .map((one) => (
                <li
                  key={one.id}
                  className={css.difference}
                  data-node={one.nodes[0]}
                  aria-current={node !== null && one.nodes.includes(node) ? "true" : undefined}
                >
                  <h3>
                    <ChangeChip kind={one.kind} />
                    <Title one={one} onShow={onShow} />
                  </h3>
                  {one.lines.map((line, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one change never move.
                    <Line key={i} line={line} />
                  ))}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Title({ one, onShow }: { one: Difference; onShow?: ((node: string) => void) | undefined }) {
  const [node] = one.nodes;
  if (node === undefined || !onShow) return <span>{one.title}</span>;
  return (
    <UnstyledButton className={css.shows} onClick={() => onShow(node)} title="Show on the canvas">
      {one.title}
    </UnstyledButton>
  );
}

/** Long texts stand under one another, short values beside each other. */
function Line({ line: { label, before, after } }: { line: DifferenceLine }) {
  if (before === null && after === null) return <p className={css.quiet}>{label}</p>;
  return (
    <dl className={css.pair}>
      {label ? <dt>{label}</dt> : <VisuallyHidden component="dt">What it says</VisuallyHidden>}
      <Value name="Before" text={before} isMissing={after !== null && label !== ""} />
      <Value name="After" text={after} isMissing={before !== null && label !== ""} />
    </dl>
  );
}

function Value({
  name,
  text,
  isMissing,
}: {
  name: "Before" | "After";
  text: string | null;
  isMissing: boolean;
}) {
  if (text === null && !isMissing) return null;
  return (
    <dd data-side={name.toLowerCase()}>
      <span className={css.side}>{name}</span>
      <span className={css.value}>{text === null || text === "" ? "Nothing" : text}</span>
    </dd>
  );
}
