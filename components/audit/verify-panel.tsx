import { Button } from "@mantine/core";
import { IconAlertTriangle, IconShieldCheck, IconShieldQuestion } from "@tabler/icons-react";
import { Ago } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import css from "./audit.module.css";

interface VerifyPanelProps {
  verification:
    | {
        entries: number;
        seals: number;
        findings: readonly { kind: string; where: string; message: string }[];
      }
    | undefined;
  checkedAt: number | undefined;
  failure: string | undefined;
  isVerifying: boolean;
  onVerify: () => void;
}

/** Whether the record adds up: every chain, every seal, every digest, when asked. */
export function VerifyPanel({ verification, checkedAt, failure, isVerifying, onVerify }: VerifyPanelProps) {
  const findings = verification?.findings ?? [];
  const state = !verification ? "unknown" : findings.length ? "broken" : "whole";
  const Icon = { unknown: IconShieldQuestion, broken: IconAlertTriangle, whole: IconShieldCheck }[state];
  return (
    <section className={css.verify} data-state={state} aria-label="Verification">
      <Icon size={22} stroke={1.5} aria-hidden />
      <div className={css.words} role="status">
        <b>
          {state === "unknown" && "Not verified on this page yet"}
          {state === "whole" && "Nothing was altered"}
          {state === "broken" && `${formatCount(findings.length, "thing does", "things do")} not add up`}
        </b>
        <div className={css.quiet}>
          {verification ? (
            <>
              {formatCount(verification.entries, "entry", "entries")}
              {state === "whole" && " in unbroken order"}, {formatCount(verification.seals, "signed seal")}
              {checkedAt && (
                <>
                  , checked <Ago at={checkedAt} />
                </>
              )}
            </>
          ) : (
            "Walks every chain of entries, every seal and every journal, and names what was edited, removed or cut."
          )}
        </div>
        {failure && <div className={css.failure}>{failure}</div>}
        {findings.length > 0 && (
          <ul className={css.findings}>
            {findings.slice(0, 50).map((finding) => (
              <li key={`${finding.where} ${finding.message}`}>
                <span className={css.mono}>{finding.where}</span> {finding.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button variant="default" loading={isVerifying} onClick={onVerify}>
        {verification ? "Verify again" : "Verify now"}
      </Button>
    </section>
  );
}
