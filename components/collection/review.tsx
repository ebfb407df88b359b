"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import { asSchema, kindOf } from "@/components/schema-form/kind";
import { itemName, itemSchemaOf, sayAnswer } from "@/components/schema-form/summary";
import { type EffectivePage, titleOf } from "@/server/collection/policy";
import type { Answers } from "./answers";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";
import { ProblemSummary } from "./problem-summary";
import type { NamedProblem } from "./words";

interface Say {
  text: Text;
  locale: string;
  documentName: (id: string) => string;
}

interface ReviewProps extends Say {
  pages: readonly EffectivePage[];
  answers: Answers;
  problems: readonly NamedProblem[];
  attention: object | null;
  onChange: (page: string) => void;
  onGo: (problem: NamedProblem) => void;
}

/** Every answer by page, each page with its way back; what is missing stands on top. */
export function Review({ pages, answers, problems, attention, onChange, onGo, ...say }: ReviewProps) {
  const { text } = say;
  return (
    <>
      <ProblemSummary
        problems={problems}
        title={text("review.missing", { count: problems.length })}
        text={text}
        attention={attention}
        onGo={onGo}
      />
      <div className={css.box}>
        {pages.map((page) => (
          <section key={page.key} className={css.section} aria-labelledby={`section-${page.key}`}>
            <div className={css.sectionHead}>
              <h2 id={`section-${page.key}`}>{page.title}</h2>
              <button type="button" className={css.link} onClick={() => onChange(page.key)}>
                {text("review.change")}
                <span className={css.ears}> {page.title}</span>
              </button>
            </div>
            <Facts schema={page.schema} value={answers} say={say} />
            {problems.some((one) => one.page === page.key) && (
              <span className={css.missing}>
                <IconAlertTriangle size={16} aria-hidden />
                {text("list.missing", { count: problems.filter((one) => one.page === page.key).length })}
              </span>
            )}
          </section>
        ))}
      </div>
    </>
  );
}

type Schema = Record<string, unknown>;

function Facts({ schema, value, say }: { schema: Schema; value: unknown; say: Say }) {
  const fields = Object.entries(asSchema(schema["properties"]) ?? {}) as [string, Schema][];
  const values = (asSchema(value) ?? {}) as Answers;
  const isNested = (field: Schema) => ["group", "list"].includes(kindOf(field));
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  // An optional field left empty is not worth a line.
  const plain = fields.filter(
    ([key, field]) => !isNested(field) && (values[key] !== undefined || required.includes(key)),
  );
  return (
    <>
      {plain.length > 0 && (
        <dl className={css.facts}>
          {plain.map(([key, field]) => (
            <Fact key={key} name={titleOf(field, key)} field={field} value={values[key]} say={say} />
          ))}
        </dl>
      )}
      {fields
        .filter(([, field]) => isNested(field))
        .map(([key, field]) =>
          kindOf(field) === "list" ? (
            <Elements key={key} name={titleOf(field, key)} list={field} value={values[key]} say={say} />
          ) : (
            <div key={key}>
              <h3 className={css.sub}>{titleOf(field, key)}</h3>
              <Facts schema={field} value={values[key]} say={say} />
            </div>
          ),
        )}
    </>
  );
}

const LONG = 34;

function Fact({ name, field, value, say }: { name: string; field: Schema; value: unknown; say: Say }) {
  const { text, locale, documentName } = say;
  const said = sayAnswer(field, value, {
    locale,
    yes: text("form.yes"),
    no: text("form.no"),
    document: documentName,
  });
  return (
    <>
      <dt className={name.length > LONG ? css.long : undefined}>{name}</dt>
      <dd>{said ? <bdi>{said}</bdi> : <span className={css.missing}>{text("review.empty")}</span>}</dd>
    </>
  );
}

function Elements({ name, list, value, say }: { name: string; list: Schema; value: unknown; say: Say }) {
  const items = Array.isArray(value) ? value : [];
  if (items.length === 0)
    return (
      <p className={css.quiet}>
        {name}: {say.text("review.none")}
      </p>
    );
  return items.map((item, at) => {
    const schema = itemSchemaOf(list, at);
    const called =
      itemName(list, item) ?? say.text("list.item", { item: String(schema.title ?? name), number: at + 1 });
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: read-only, an element is its place.
      <div key={at}>
        <h3 className={css.sub}>
          <bdi>{called}</bdi>
        </h3>
        <Facts schema={schema} value={item} say={say} />
      </div>
    );
  });
}
