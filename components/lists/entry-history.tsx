import { DateText, DateTimeText } from "@/components/ui/format/moment";
import type { EntryVersion } from "@/server/lists/schema";
import css from "./lists.module.css";

const verbs: Record<EntryVersion["change"], string> = {
  add: "added it",
  change: "changed it",
  withdraw: "took it off",
  import: "imported it",
};

/** All that was ever known of an entry, the last first: decisions read the line of their own time. */
export function EntryHistory({ versions }: { versions: readonly EntryVersion[] }) {
  return (
    <section aria-label="History of the entry">
      <h3 className={css.heading}>History</h3>
      <ol className={css.versions}>
        {versions.map((version) => (
          <li key={version.changeId}>
            <span className={css.line}>
              <strong>
                {version.by} {verbs[version.change]}
              </strong>
              <span className={css.quiet}>
                <DateTimeText at={version.knownSince} />
              </span>
            </span>
            <span>{version.reason}</span>
            <span className={css.quiet}>
              Counts from <DateText at={version.validFrom} />
              {version.validTo ? (
                <>
                  {" "}
                  until <DateText at={version.validTo} />
                </>
              ) : (
                " for good"
              )}
              {version.owner && `; owner ${version.owner}`}
              {version.approvedBy && `; approved by ${version.approvedBy}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
