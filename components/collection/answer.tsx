"use client";

import { IconCalendar } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { FocusWish } from "@/components/schema-form/focus";
import { useTRPC } from "@/components/trpc/client";
import { type Failure, failureOf } from "@/components/trpc/failure";
import { useClock } from "@/components/ui/format/clock";
import type { ApplicantRequirement, ApplicantView } from "@/server/collection/schema";
import { validateForm } from "@/server/collection/validation/policy";
import { ActionBar } from "./action-bar";
import { AskCard, askSchema } from "./ask-card";
import { FailureNote } from "./failure-note";
import frame from "./frame.module.css";
import type { Text } from "./messages/translate";
import { daysUntil, sayWeekday } from "./moments";
import css from "./pages.module.css";
import { ProblemSummary } from "./problem-summary";
import { StepTitle } from "./step-title";
import { readUnsaved, type Typed, writeUnsaved } from "./unsaved";
import { useDocumentDesk } from "./use-document-desk";
import { type NamedProblem, sayIssue } from "./words";

const DRAFT = "requirements";
const isOwed = (ask: ApplicantRequirement) => ask.state === "currently_due" || ask.state === "past_due";

interface AnswerProps {
  view: ApplicantView;
  text: Text;
  onRefresh: () => Promise<unknown>;
}

/** Exactly what is still owed, each with its reason; everything else is done and stays away. */
export function Answer({ view, text, onRefresh }: AnswerProps) {
  const { locale, timeZone, brand, applicationId } = view;
  const { now } = useClock();
  const asks = useMemo(() => view.requirements.filter(isOwed), [view.requirements]);
  const [given, setGiven] = useDraft(applicationId, asks);
  const [isTold, setTold] = useState(false);
  const [attention, setAttention] = useState<object | null>(null);
  const [focus, setFocus] = useState<{ ask: string; wish: FocusWish } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const desk = useDocumentDesk(
    view,
    (ask) => asks.find(({ id }) => id === ask)?.subject ?? "party",
    () => void onRefresh(),
    text,
  );
  const answerTo = (ask: ApplicantRequirement) =>
    given.has(ask.id) ? given.get(ask.id)?.value : (ask.field?.value ?? undefined);

  const problems = asks.flatMap((ask): NamedProblem[] => {
    const form = {
      key: ask.id,
      title: "",
      pages: [{ key: ask.id, title: ask.title, schema: askSchema(ask), uiSchema: {} }],
    };
    const [issue] = validateForm(
      form as never,
      { value: answerTo(ask) },
      { at: new Date(now).toISOString(), timeZone, forms: view.earlier },
    );
    return issue ? [{ path: ask.id, page: ask.id, field: ask.title, message: sayIssue(issue, text) }] : [];
  });

  useEffect(() => {
    document.title = `${text("answer.kicker")} · ${brand.name}`;
  }, [text, brand.name]);

  const trpc = useTRPC();
  const send = useMutation(
    trpc.collection.answerRequirements.mutationOptions({
      onError: (error) => setFailure(failureOf(error)),
      onSuccess: () => {
        setGiven(new Map());
        return onRefresh();
      },
    }),
  );
  const isSending = useRef(false);
  const onSend = async () => {
    if (isSending.current) return;
    setTold(true);
    setFailure(null);
    if (problems.length > 0) return setAttention({});
    isSending.current = true;
    await send
      .mutateAsync({
        answers: asks.map((ask) => ({ requirement: ask.id, value: (answerTo(ask) ?? null) as never })),
      })
      .catch(() => undefined);
    isSending.current = false;
  };

  const deadline = asks
    .map((ask) => ask.deadline)
    .filter((one) => one !== null)
    .sort()[0];
  return (
    <>
      <div className={frame.column}>
        <main className={css.main} id="form">
          <p className={css.kicker}>{text("answer.kicker")}</p>
          <StepTitle isArrival={false}>{text("answer.title", { count: asks.length })}</StepTitle>
          <p className={css.lead}>{text("answer.lead")}</p>
          {deadline && (
            <p className={css.note} data-tone="due">
              <IconCalendar size={18} aria-hidden />
              <Deadline at={deadline} now={now} locale={locale} timeZone={timeZone} text={text} />
            </p>
          )}
          {failure && <FailureNote failure={failure} text={text} />}
          {isTold && (
            <ProblemSummary
              problems={problems}
              title={text("problems.title", { count: problems.length })}
              text={text}
              attention={attention}
              onGo={(problem) => setFocus({ ask: problem.path, wish: { path: "value" } })}
            />
          )}
          {asks.map((ask, at) => (
            <AskCard
              key={ask.id}
              ask={ask}
              number={at + 1}
              total={asks.length}
              brandName={brand.name}
              value={answerTo(ask)}
              problem={isTold ? problems.find((one) => one.path === ask.id)?.message : undefined}
              focus={focus?.ask === ask.id ? focus.wish : null}
              desk={desk}
              text={text}
              locale={locale}
              onChange={(value) =>
                setGiven(new Map(given).set(ask.id, { value, typedAt: new Date().toISOString() }))
              }
            />
          ))}
        </main>
      </div>
      <ActionBar
        label={text(send.isPending || send.isSuccess ? "answer.sending" : "answer.send")}
        isBusy={send.isPending || send.isSuccess}
        onMain={() => void onSend()}
      />
    </>
  );
}

function Deadline(props: { at: string; now: number; locale: string; timeZone: string; text: Text }) {
  const { at, now, locale, timeZone, text } = props;
  const date = sayWeekday(at, locale, timeZone);
  const days = daysUntil(at, now);
  if (days < 0) return <span>{text("answer.overdue", { date })}</span>;
  return <span>{text("answer.deadline", { date, left: text("answer.daysLeft", { days }) })}</span>;
}

/** Answers being written, kept in this browser until they are sent. */
function useDraft(applicationId: string, asks: readonly ApplicantRequirement[]) {
  const [given, setGiven] = useState<ReadonlyMap<string, Typed>>(new Map());
  const known = useRef(new Set(asks.map((ask) => ask.id)));
  useEffect(() => {
    const kept = readUnsaved(applicationId, DRAFT);
    const mine = [...kept].filter(([id]) => known.current.has(id));
    if (mine.length > 0) setGiven(new Map(mine));
  }, [applicationId]);
  const put = (next: ReadonlyMap<string, Typed>) => {
    writeUnsaved(applicationId, DRAFT, next);
    setGiven(next);
  };
  return [given, put] as const;
}
