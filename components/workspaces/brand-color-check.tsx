import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { AA, contrast, readableOn } from "@/components/ui/contrast";
import { StatusChip } from "@/components/ui/status-chip";
import css from "./settings.module.css";

interface BrandColorCheckProps {
  color: string;
  /** Takes the readable shade over. */
  onUse: ((color: string) => void) | undefined;
}

const PAPER = "#ffffff";

/** Shows the colour as applicants meet it, and whether they can read it: white on it, and it on white. */
export function BrandColorCheck({ color, onUse }: BrandColorCheckProps) {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return null;
  const ratio = contrast(color, PAPER);
  const isReadable = ratio >= AA;
  const better = readableOn(PAPER, color);
  return (
    <div className={css.swatches} role="status">
      <span className={css.sample} style={{ background: color, color: PAPER }} aria-hidden>
        Continue
      </span>
      <span className={css.paper} style={{ color }} aria-hidden>
        Need help?
      </span>
      {isReadable ? (
        <StatusChip tone="approve" icon={IconCircleCheck}>
          Readable, {ratio.toFixed(1)} : 1
        </StatusChip>
      ) : (
        <>
          <StatusChip tone="warning" icon={IconAlertTriangle}>
            Hard to read, {ratio.toFixed(1)} : 1 of {AA}
          </StatusChip>
          {onUse && (
            <Button size="compact-sm" variant="default" onClick={() => onUse(better)}>
              Use {better}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
