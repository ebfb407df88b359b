import { DateTimeText } from "@/components/ui/format/moment";
import { Secret } from "@/components/ui/secret";
import css from "./parties.module.css";

/** The way to an applicant's pages. Only its hash is kept, so this is the one time it can be read. */
export function ApplicantLink({ link, linkExpiresAt }: { link: string; linkExpiresAt: string }) {
  return (
    <div>
      <Secret label="The applicant's link" value={link}>
        Send this link to the applicant. It is shown only now; if it gets lost, invite again.
      </Secret>
      <p className={css.quiet}>
        It works until <DateTimeText at={linkExpiresAt} />.
      </p>
    </div>
  );
}
