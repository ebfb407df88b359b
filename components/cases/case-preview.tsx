import { Button, Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { Country } from "@/components/ui/format/country";
import { Kbd } from "@/components/ui/kbd";
import { useKeys } from "@/components/ui/keys";
import { caseName } from "@/server/cases/policy";
import type { CaseRow } from "@/server/cases/schema";
import { CasePreviewBody } from "./case-preview-body";
import { SlaChip } from "./case-words";
import css from "./cases.module.css";

interface CasePreviewProps {
  row: CaseRow | undefined;
  href: string | undefined;
  onClose: () => void;
}

/** A case beside its list: why it is here, what the checks say, who is behind it. */
export function CasePreview({ row, href, onClose }: CasePreviewProps) {
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size={400}
      title={row && caseName(row.number)}
      closeButtonProps={{ "aria-label": "Close the preview" }}
    >
      {row && href && <Preview row={row} href={href} onClose={onClose} />}
    </Drawer>
  );
}

function Preview({ row, href, onClose }: { row: CaseRow; href: string; onClose: () => void }) {
  const trpc = useTRPC();
  const details = useQuery(trpc.cases.get.queryOptions({ caseId: row.id }));
  useKeys("In the preview", [{ keys: "space", label: "Close the preview", run: onClose, always: true }]);
  return (
    <div className={css.preview}>
      <h2 className={css.previewName}>
        <bdi>{row.party.name}</bdi> {row.party.country && <Country code={row.party.country} />}
      </h2>
      <div className={css.chips}>
        {row.proposed && <OutcomeChip outcome={row.proposed} />}
        <SlaChip row={row} />
        {row.score !== null && <span className={css.quiet}>Score {row.score}</span>}
      </div>
      {details.error && !details.data ? (
        <FailureState
          message={failureOf(details.error).message}
          reference={failureOf(details.error).reference}
          onRetry={() => void details.refetch()}
        />
      ) : (
        <CasePreviewBody view={details.data} />
      )}
      <Button component={Link} href={href} rightSection={<Kbd keys="enter" />} data-autofocus>
        Open case
      </Button>
    </div>
  );
}
