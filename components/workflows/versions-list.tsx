import { UnstyledButton } from "@mantine/core";
import { DateTimeText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { VersionView } from "@/server/workflows/schema";
import classes from "./versions-list.module.css";

/** The history: every published version with who, when and why. */
export function VersionsList({
  versions,
  live,
  shown,
  onShow,
}: {
  versions: VersionView["versions"];
  live: number | null;
  shown: number;
  onShow: (version: number) => void;
}) {
  return (
    <ol className={classes.list} aria-label="Versions">
      {versions.map((version) => (
        <li key={version.version}>
          <UnstyledButton
            className={classes.row}
            onClick={() => onShow(version.version)}
            aria-current={version.version === shown ? "true" : undefined}
          >
            <b>Version {version.version}</b>
            {version.version === live && <StatusChip tone="approve">Live</StatusChip>}
            <span className={classes.note}>{version.note}</span>
            <span className={classes.who}>
              {version.publishedBy}, <DateTimeText at={version.publishedAt} />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
