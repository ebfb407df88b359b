import { Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import {
  connect,
  disconnect,
  type OutletOf,
  outletsOf,
  whyNotConnect,
} from "@/server/workflows/edits/policy";
import css from "../builder.module.css";
import type { Builder } from "../use-builder";

/** Each way out with what it leads to: what the canvas does by dragging, as a list. */
export function WaysTab({
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
