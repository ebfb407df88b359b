import { SegmentedControl } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { WorkflowDocument } from "@/server/workflows/schema";
import css from "./builder.module.css";
import { TrialStep } from "./trial-step";
import type { TrialDesk } from "./use-trial";

/** Beside the canvas: the settings of the chosen step; while a test run is open, what the step read and said in it. */
export function BuilderSide({
  document,
  node,
  desk,
  isTesting,
  onClose,
  settings,
}: {
  document: WorkflowDocument;
  node: string;
  desk: TrialDesk;
  isTesting: boolean;
  onClose: () => void;
  settings: ReactNode;
}) {
  const [shows, setShows] = useState<"run" | "settings">("run");
  if (!isTesting || !desk.trial) return settings;
  return (
    <>
      <div className={css.sideSwitch}>
        <SegmentedControl
          size="xs"
          aria-label="What is shown of the step"
          value={shows}
          onChange={(next) => setShows(next as typeof shows)}
          data={[
            { value: "run", label: "In the test run" },
            { value: "settings", label: "Settings" },
          ]}
        />
        {shows === "run" && (
          <IconButton label="Close" icon={IconX} variant="subtle" color="gray" onClick={onClose} />
        )}
      </div>
      {shows === "settings" ? (
        settings
      ) : (
        <div className={css.tried}>
          <TrialStep document={document} desk={desk} node={node} />
        </div>
      )}
    </>
  );
}
