import { Anchor, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconEqualNot } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { ComparedField } from "@/server/cases/schema";
import { AskButton, type Asking } from "./asking";
import { markPieces, nameDifference } from "./differences";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

const isCompared = (field: ComparedField) =>
  field.register !== null || field.document !== null || field.before !== null;

/** *Declared · document · register*, side by side: only rows that differ are tinted, only the word that differs is marked. */
export function Compared({ fields, asking }: { fields: readonly ComparedField[]; asking: Asking }) {
  const [showsAll, setShowsAll] = useState(false);
  const compared = fields.filter(isCompared);
  const shown = showsAll || compared.length === 0 ? fields : compared;
  const differing = fields.filter((field) => field.differs).length;
  const sections = [...new Set(shown.map((field) => field.section))];
  return (
    <Section
      id="compared"
      title="Declared, document, register"
      note={
        compared.length > 0
          ? `${differing} of ${compared.length} compared ${differing === 1 ? "differs" : "differ"}`
          : "Nothing to compare with"
      }
      action={
        compared.length > 0 &&
        compared.length < fields.length && (
          <Anchor component="button" type="button" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? "Compared answers only" : `All ${fields.length} answers`}
          </Anchor>
        )
      }
    >
      {shown.length === 0 ? (
        <Nothing>Nothing has been answered.</Nothing>
      ) : (
        <div className={css.card}>
          <table className={css.compared}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Declared</th>
                <th scope="col">Document</th>
                <th scope="col">Register</th>
                <th scope="col">
                  <VisuallyHidden>Difference</VisuallyHidden>
                </th>
              </tr>
            </thead>
            {sections.map((section) => (
              <tbody key={section}>
                <tr className={css.sectionRow}>
                  <th scope="rowgroup" colSpan={5}>
                    <bdi>{section}</bdi>
                  </th>
                </tr>
                {shown
                  .filter((field) => field.section === section)
                  .map((field) => (
                    <Row key={field.path} field={field} asking={asking} />
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </Section>
  );
}

function Row({ field, asking }: { field: ComparedField; asking: Asking }) {
  const { declared, before, document, register, differs } = field;
  const others = [document, register?.value].filter((value): value is string => typeof value === "string");
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">{field.title}</th>
      <td data-label="Declared">
        <Value text={declared} against={differs ? others : []} />
        {before !== null && before !== declared && (
          <div className={css.before}>
            <span>Before</span> <del>{before}</del>
          </div>
        )}
      </td>
      <td data-label="Document">
        <Value text={document} against={differs && declared !== null ? [declared] : []} />
      </td>
      <td data-label="Register">
        <Value text={register?.value ?? null} against={differs && declared !== null ? [declared] : []} />
        {register && <div className={css.source}>{register.source}</div>}
      </td>
      <td className={css.verdictCell}>
        <span className={css.verdictLine}>
          {differs ? (
            <span className={css.differs}>
              <IconEqualNot size={14} aria-hidden /> {nameDifference(declared, others)}
            </span>
          ) : (
            others.length > 0 && (
              <span className={css.same}>
                <IconCheck size={14} aria-hidden /> Same
              </span>
            )
          )}
          <AskButton
            asking={asking}
            item={{
              kind: "field",
              key: field.path,
              subject: field.subject,
              title: `${field.title}${field.subject === "party" ? "" : `, ${field.section}`}`,
            }}
          />
        </span>
      </td>
    </tr>
  );
}

function Value({ text, against }: { text: string | null; against: readonly string[] }) {
  if (text === null || text === "") return <span className={css.none}>–</span>;
  let at = 0;
  return (
    <bdi>
      {markPieces(text, against).map((piece) => {
        at += piece.text.length;
        return piece.differs ? (
          <mark key={at}>{piece.text}</mark>
        ) : (
          <Fragment key={at}>{piece.text}</Fragment>
        );
      })}
    </bdi>
  );
}
