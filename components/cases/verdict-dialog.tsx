import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Failure } from "@/components/trpc/failure";
import { formatCount } from "@/components/ui/format/words";
import type { Verdict } from "@/db/enums/enums";
import type { CaseView } from "@/server/cases/schema";
import { askableKey } from "./asking";
import { consequence } from "./consequence";
import css from "./decision.module.css";
import type { DraftDesk } from "./use-draft";

interface VerdictDialogProps {
  verdict: Verdict;
  view: CaseView;
  memberId: string;
  desk: DraftDesk;
  onClose: () => void;
  onConfirm: () => void;
  isSending: boolean;
  failure: Failure | undefined;
  /** The case changed since this was opened: look again first. */
  isStale: boolean;
}

const titles: Record<Verdict, (name: string) => string> = {
  approve: (name) => `Approve ${name}?`,
  decline: (name) => `Decline ${name}?`,
  send_back: (name) => `Send back to ${name}?`,
};

/** The step before a verdict: what will happen, what is still open, and the words that go out. */
export function VerdictDialog(props: VerdictDialogProps) {
  const { verdict, view, memberId, desk, onClose, onConfirm, isSending, failure, isStale } = props;
  const { draft } = desk;
  const missing = whatIsMissing(verdict, desk);
  const unticked = view.checklist.filter((line) => !draft.ticks.includes(line)).length;
  return (
    <Modal opened onClose={onClose} title={titles[verdict](view.party.name)} size={520}>
      <Stack gap="md">
        <p className={css.what}>{consequence(verdict, view, memberId)}</p>
        {verdict === "send_back" && (
          <ul className={css.summary}>
            {draft.items.map((item) => (
              <li key={askableKey(item)}>
                <b>{item.title}</b>
                <span>{reasonOf(view, item.reasonCode)?.applicant ?? "No reason chosen yet"}</span>
                {item.note && <span>“{item.note}”</span>}
              </li>
            ))}
          </ul>
        )}
        {verdict === "decline" && (
          <Checkbox.Group
            label="Why, as the applicant will read it"
            value={draft.reasonCodes}
            onChange={(reasonCodes) => desk.change({ reasonCodes })}
          >
            <div className={css.reasons}>
              {view.reasonCodes.map((reason, at) => (
                <Checkbox
                  key={reason.code}
                  value={reason.code}
                  label={reason.staff}
                  description={`Applicant reads: “${reason.applicant}”`}
                  {...(at === 0 ? { "data-autofocus": true } : {})}
                />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Textarea
          label="Note for colleagues"
          description="Goes on record with the verdict. The applicant never sees it."
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          value={draft.note}
          onChange={(event) => desk.change({ note: event.currentTarget.value })}
        />
        {unticked > 0 && verdict !== "send_back" && (
          <p className={css.voice}>
            {formatCount(unticked, "line")} of the checklist {unticked === 1 ? "is" : "are"} not ticked.
          </p>
        )}
        {draft.items.length > 0 && verdict !== "send_back" && (
          <p className={css.voice}>
            What you chose to send back ({formatCount(draft.items.length, "item")}) does not go out with this
            verdict.
          </p>
        )}
        {failure && (
          <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
            {failure.message}
            {failure.issues
              .filter((issue) => issue.message !== failure.message)
              .map((issue) => (
                <div key={`${issue.path} ${issue.message}`}>{issue.message}</div>
              ))}
            <div className={css.voice}>Nothing was sent. What you wrote and chose is still here.</div>
          </Alert>
        )}
        <Group justify="flex-end" gap="xs" align="center">
          {missing && (
            <span className={css.missing} id="verdict-missing">
              {missing}
            </span>
          )}
          <Button variant="default" onClick={onClose}>
            {isStale ? "Look again" : "Cancel"}
          </Button>
          {!isStale && (
            <Button
              onClick={onConfirm}
              loading={isSending}
              disabled={missing !== null}
              aria-describedby="verdict-missing"
              {...(verdict === "decline" ? { color: "red" } : { "data-autofocus": true })}
            >
              {verbOf(verdict, draft.items.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const verbOf = (verdict: Verdict, count: number) =>
  verdict === "approve"
    ? "Approve"
    : verdict === "decline"
      ? "Decline"
      : `Send back ${formatCount(count, "item")}`;

const reasonOf = (view: CaseView, code: string | null) =>
  view.reasonCodes.find((reason) => reason.code === code);

/** What still keeps the verdict from going out; null when nothing does. */
function whatIsMissing(verdict: Verdict, { draft }: DraftDesk): string | null {
  if (verdict === "decline" && draft.reasonCodes.length === 0) return "Choose at least one reason.";
  const without = draft.items.filter((item) => item.reasonCode === null).length;
  if (verdict === "send_back" && without > 0) return `Choose a reason for ${formatCount(without, "item")}.`;
  return null;
}
