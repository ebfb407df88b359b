import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Lifecycle } from "../use-lifecycle";
import { isInReview } from "../version-acts";
import type { BuilderDrawerState } from "./builder-drawer";
import { isDraftChanged } from "./draft-standing";
import type { Builder } from "./use-builder";

/** The button that brings the draft on its way; what is under review goes on in the line below the bar. */
export function DraftActions({
  lifecycle,
  builder,
  drawer,
  errors,
}: {
  lifecycle: Lifecycle;
  builder: Builder;
  drawer: BuilderDrawerState;
  /** How many problems keep it from being published. */
  errors: number;
}) {
  const { view, may, open } = lifecycle;
  const { revision } = builder.state;
  if (!view || view.workflow.archivedAt || isInReview(view)) return null;
  const begin = async (kind: "publish" | "review") => {
    if (errors > 0) {
      drawer.open("problems");
      tell(errors === 1 ? "One problem comes first." : `${errors} problems come first.`);
    } else if (await builder.flush()) open({ kind, revision });
    else tellFailure("Some changes are not saved yet. Go on when they are.");
  };
  const acts = [
    may.edit && { kind: "review" as const, label: "Request review" },
    may.publish && !view.needsApproval && { kind: "publish" as const, label: "Publish" },
  ].filter((act) => act !== false);
  const [main, other] = view.needsApproval ? acts : [...acts].reverse();
  if (!main) return null;
  const isIdle = builder.isReadOnly || !isDraftChanged(view, builder);
  return (
    <Button.Group>
      <Button
        size="xs"
        data-tour="publish"
        disabled={isIdle}
        title={isIdle && !builder.isReadOnly ? "Nothing has changed since the live version" : undefined}
        onClick={() => void begin(main.kind)}
      >
        {main.label}
      </Button>
      {other && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="xs" px={6} disabled={isIdle} aria-label={`Other ways than ${main.label}`}>
              <IconChevronDown size={14} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void begin(other.kind)}>{other.label}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  );
}
