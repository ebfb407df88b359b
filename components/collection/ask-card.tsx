"use client";

import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useMemo } from "react";
import type { DocumentDesk } from "@/components/schema-form/desk";
import type { FocusWish } from "@/components/schema-form/focus";
import { SchemaForm } from "@/components/schema-form/schema-form";
import { sayAnswer } from "@/components/schema-form/summary";
import type { ApplicantRequirement } from "@/server/collection/schema";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";

interface AskCardProps {
  ask: ApplicantRequirement;
  number: number;
  total: number;
  brandName: string;
  value: unknown;
  problem: string | undefined;
  focus: FocusWish | null;
  desk: DocumentDesk;
  text: Text;
  locale: string;
  onChange: (value: unknown) => void;
}

/** The one field or document a requirement asks for, as a form of its own. */
export function askSchema(ask: ApplicantRequirement): Record<string, unknown> {
  const {
    title: _title,
    description: _help,
    ...field
  } = ask.field?.schema ?? {
    type: "string",
    "x-document": ask.key,
  };
  return {
    type: "object",
    properties: { value: { ...field, title: ask.title, ...(ask.help ? { description: ask.help } : {}) } },
    required: ["value"],
  };
}

/** One thing asked for again: whom it is about, why, what stood there, and the place for the answer. */
export function AskCard(props: AskCardProps) {
  const { ask, number, total, brandName, value, problem, focus, desk, text, locale, onChange } = props;
  const schema = useMemo(() => askSchema(ask), [ask]);
  // All cards send through one desk; the requirement says whom the papers are about.
  const ownDesk = useMemo<DocumentDesk>(
    () => ({ ...desk, send: (one, onProgress) => desk.send({ ...one, path: ask.id }, onProgress) }),
    [desk, ask.id],
  );
  const field = ask.field?.schema ?? {};
  const looks = useMemo(
    () => ({ value: { ...ask.field?.uiSchema, "ui:label": false } }),
    [ask.field?.uiSchema],
  );
  const before =
    ask.document?.name ??
    sayAnswer(field, ask.field?.value, {
      locale,
      yes: text("form.yes"),
      no: text("form.no"),
      document: (id) => desk.find(id)?.name ?? "",
    });
  const isAnswered =
    value !== undefined && JSON.stringify(value) !== JSON.stringify(ask.field?.value ?? undefined);
  return (
    <section className={`${css.box} ${css.ask}`} aria-labelledby={`ask-${ask.id}`}>
      <div className={css.askTop}>
        <span>
          {ask.subjectName
            ? text("answer.placeOf", { number, total, name: ask.subjectName })
            : text("answer.place", { number, total })}
        </span>
        <span className={isAnswered ? css.done : css.missing}>
          {isAnswered ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          {text(isAnswered ? "answer.answered" : "answer.needed")}
        </span>
      </div>
      <h2 id={`ask-${ask.id}`} className={css.askTitle}>
        {ask.title}
      </h2>
      <div className={css.why}>
        <p>{ask.reason}</p>
        {ask.note && (
          <p>
            {text("answer.note", { brand: brandName })}: <bdi>{ask.note}</bdi>
          </p>
        )}
      </div>
      {before && (
        <p className={css.before}>
          {text(ask.kind === "document" ? "answer.beforeDocument" : "answer.before")}: <bdi>{before}</bdi>
        </p>
      )}
      <SchemaForm
        id={ask.id}
        schema={schema}
        uiSchema={looks}
        value={{ value }}
        onChange={(next) => onChange(next["value"])}
        problems={problem ? [{ path: "value", message: problem }] : []}
        isShown={() => true}
        focus={focus}
        desk={ownDesk}
        text={text}
        locale={locale}
      />
    </section>
  );
}
