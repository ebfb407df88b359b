"use client";

import { IconDeviceMobile } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { FocusWish } from "@/components/schema-form/focus";
import { SchemaForm } from "@/components/schema-form/schema-form";
import { useTRPC } from "@/components/trpc/client";
import { type Failure, failureOf } from "@/components/trpc/failure";
import { useClock } from "@/components/ui/format/clock";
import { effectiveForm, type FormScope, subjectAt } from "@/server/collection/policy";
import type { ApplicantView } from "@/server/collection/schema";
import { validateForm } from "@/server/collection/validation/policy";
import type { Form } from "@/server/workflows/schema";
import { ActionBar } from "./action-bar";
import { type Answers, readAt } from "./answers";
import { settleCurrencies } from "./currencies";
import { FailureNote } from "./failure-note";
import frame from "./frame.module.css";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";
import { ProblemSummary } from "./problem-summary";
import { Progress } from "./progress";
import { Review } from "./review";
import { SaveNote } from "./save-note";
import { StepTitle } from "./step-title";
import { useAnswers } from "./use-answers";
import { useDocumentDesk } from "./use-document-desk";
import { REVIEW, useSteps } from "./use-steps";
import { type NamedProblem, nameIssues } from "./words";

interface FillProps {
  view: ApplicantView;
  form: Form;
  text: Text;
  onRefresh: () => Promise<unknown>;
}

/** A form, page by page: kept while it is typed, adapted at once, looked over, sent. */
export function Fill({ view, form, text, onRefresh }: FillProps) {
  const { applicationId, locale, brand, earlier } = view;
  const { answers, change, state, news, flush } = useAnswers(applicationId, form, view.answers, view.savedAt);
  const { now } = useClock();
  const scope = useMemo<FormScope>(
    () => ({ at: new Date(now).toISOString(), timeZone: view.timeZone, forms: earlier }),
    [now, view.timeZone, earlier],
  );
  const pages = useMemo(
    () =>
      effectiveForm(form, answers, scope).pages.map((page) => ({
        ...page,
        schema: settleCurrencies({ ...page.schema }, { ...earlier, [form.key]: answers }),
      })),
    [form, answers, scope, earlier],
  );
  const judged = useDeferredValue(answers);
  const problems = useMemo(
    () => nameIssues(validateForm(form, judged, scope), pages, judged, text),
    [form, judged, scope, pages, text],
  );
  const steps = useSteps(pages, problems[0]?.page ?? REVIEW);
  const { step, go } = steps;
  const page = pages.find((one) => one.key === step);

  const [told, setTold] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [attention, setAttention] = useState<object | null>(null);
  const [focus, setFocus] = useState<FocusWish | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const returnToReview = useRef(false);

  const isShown = useCallback((path: string) => told.has(step) || left.has(path), [told, left, step]);
  const leaveField = useCallback(
    (path: string) => {
      void flush();
      if (readAt(answers, path) !== undefined) setLeft((all) => new Set(all).add(path));
    },
    [flush, answers],
  );
  const desk = useDocumentDesk(
    view,
    (path) => subjectAt(form, path),
    () => void onRefresh(),
    text,
  );
  const title = page ? String(page.schema["title"] ?? page.title) : text("review.title");
  useEffect(() => {
    document.title = `${title} · ${brand.name}`;
  }, [title, brand.name]);

  const move = (key: string) => {
    void flush();
    setFailure(null);
    setFocus(null);
    setAttention(null);
    go(key);
  };
  const goToProblem = (problem: NamedProblem) => {
    if (problem.page !== step) {
      returnToReview.current = step === REVIEW;
      setTold((all) => new Set(all).add(problem.page));
      move(problem.page);
    }
    setFocus({ path: problem.path });
  };
  /** Judged anew: what is on screen may be a keystroke behind. */
  const findProblems = (only?: string) =>
    nameIssues(validateForm(form, answers, scope), pages, answers, text).filter(
      (one) => !only || one.page === only,
    );

  const onContinue = () => {
    setTold((all) => new Set(all).add(step));
    if (findProblems(step).length > 0) setAttention({});
    else if (returnToReview.current) {
      returnToReview.current = false;
      move(REVIEW);
    } else move(steps.next ?? REVIEW);
  };

  const trpc = useTRPC();
  const submit = useMutation(
    trpc.collection.submit.mutationOptions({
      onError: (error) => setFailure(failureOf(error)),
      onSuccess: () => onRefresh(),
    }),
  );
  const isSending = useRef(false);
  const onSend = async () => {
    if (isSending.current) return;
    isSending.current = true;
    try {
      setFailure(null);
      if (findProblems().length > 0) {
        setTold(new Set(pages.map((one) => one.key)));
        setAttention({});
        return;
      }
      if (!(await flush())) {
        const message = text(navigator.onLine ? "review.unsaved" : "review.offline");
        setFailure({
          message,
          code: "UNSAVED",
          issues: [],
          reference: undefined,
          retryAfterSeconds: undefined,
        });
        return;
      }
      await submit.mutateAsync({ form: form.key }).catch(() => undefined);
    } finally {
      isSending.current = false;
    }
  };
  const isBusy = submit.isPending || submit.isSuccess;
  const mine = problems.filter((one) => one.page === step);

  return (
    <>
      <div className={frame.column}>
        <Progress
          step={steps.number}
          total={steps.total}
          title={page?.title ?? text("review.short")}
          text={text}
        >
          <SaveNote state={state} text={text} />
        </Progress>
        <main className={css.main} id="form">
          <StepTitle key={step} isArrival={steps.isArrival}>
            {title}
          </StepTitle>
          <p className={css.lead}>{page ? page.description : text("review.lead")}</p>
          {news && (
            <p className={css.note} role="status">
              <IconDeviceMobile size={18} aria-hidden />
              {text(news === "newer" ? "save.newer" : "save.restored")}
            </p>
          )}
          {failure && <FailureNote failure={failure} text={text} />}
          {page ? (
            <>
              {told.has(step) && (
                <ProblemSummary
                  problems={mine}
                  title={text("problems.title", { count: mine.length })}
                  text={text}
                  attention={attention}
                  onGo={goToProblem}
                />
              )}
              <SchemaForm
                key={page.key}
                id={page.key}
                schema={page.schema}
                uiSchema={page.uiSchema}
                value={answers as Answers}
                onChange={change}
                onBlurField={leaveField}
                problems={mine}
                isShown={isShown}
                focus={focus}
                desk={desk}
                text={text}
                locale={locale}
              />
            </>
          ) : (
            <Review
              pages={pages}
              answers={answers}
              problems={problems}
              attention={attention}
              documentName={(id) => desk.find(id)?.name ?? ""}
              text={text}
              locale={locale}
              onChange={(key) => {
                returnToReview.current = true;
                move(key);
              }}
              onGo={goToProblem}
            />
          )}
        </main>
      </div>
      <ActionBar
        label={
          page
            ? text(returnToReview.current ? "step.toReview" : "step.continue")
            : text(isBusy ? "review.sending" : "review.send")
        }
        isBusy={isBusy}
        onMain={page ? onContinue : () => void onSend()}
        back={
          steps.before && {
            label: text("step.back", { title: steps.before.title }),
            onBack: () => steps.before && move(steps.before.key),
          }
        }
      />
    </>
  );
}
