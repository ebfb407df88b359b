"use client";

import { Button, CloseButton, MultiSelect, SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import type { Json } from "@/server/engine/state";
import { fieldsOf } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Question } from "@/server/workflows/trial/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";

type Verdict = "approve" | "decline" | "send_back";
interface Item {
  kind: "field" | "document";
  key: string;
}

const verbs: Record<Verdict, string> = { approve: "Approve", decline: "Decline", send_back: "Send back" };
const placeIn = ({ kind, key }: Item) => `${kind}:${key}`;

/** Everything a reviewer may send back: papers, and fields of the forms. */
function askables(document: WorkflowDocument) {
  const papers = Object.entries(document.settings.documentTypes).map(([key, { title }]) => ({
    value: placeIn({ kind: "document", key }),
    label: title,
  }));
  const fields = [...fieldsOf(document).values()]
    .filter(({ path, type }) => path.startsWith("forms.") && !path.includes("[]") && type !== "object")
    .map(({ path, title }) => ({ value: placeIn({ kind: "field", key: path }), label: title }));
  return [
    ...(papers.length > 0 ? [{ group: "Documents", items: papers }] : []),
    ...(fields.length > 0 ? [{ group: "Fields", items: fields }] : []),
  ];
}

/** The verdict of a case, as a member would give it. */
export function VerdictAnswer({
  document,
  question,
  onAnswer,
}: {
  document: WorkflowDocument;
  question: Question;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const [verdict, setVerdict] = useState<Verdict>("approve");
  const [codes, setCodes] = useState<string[]>([]);
  const [items, setItems] = useState<Item[]>([]);
  const choices = askables(document);
  const titles = new Map(choices.flatMap((group) => group.items.map(({ value, label }) => [value, label])));
  const known = Object.entries(document.reasonCodes).map(([code, { staff }]) => ({
    value: code,
    label: `${code}: ${staff}`,
  }));
  const [firstCode = "ASKED_AGAIN"] = codes.length > 0 ? codes : Object.keys(document.reasonCodes);
  const lacks = verdict === "send_back" && items.length === 0;
  return (
    <div className={css.stack}>
      <SegmentedControl
        size="xs"
        aria-label="Verdict"
        value={verdict}
        onChange={(value) => setVerdict(value as Verdict)}
        data={(["approve", "send_back", "decline"] as const).map((value) => ({ value, label: verbs[value] }))}
      />
      {verdict === "send_back" && (
        <>
          {items.length > 0 && (
            <ul className={css.steps}>
              {items.map((item) => (
                <li key={placeIn(item)} className={css.testHead}>
                  <span>{titles.get(placeIn(item)) ?? item.key}</span>
                  <CloseButton
                    size="sm"
                    aria-label={`Do not send back: ${titles.get(placeIn(item)) ?? item.key}`}
                    onClick={() => setItems(items.filter((one) => one !== item))}
                  />
                </li>
              ))}
            </ul>
          )}
          <Select
            size="xs"
            label={items.length === 0 ? "What is sent back" : "And"}
            placeholder="A document or a field"
            searchable
            data={choices
              .map((group) => ({
                ...group,
                items: group.items.filter(({ value }) => !items.some((item) => placeIn(item) === value)),
              }))
              .filter((group) => group.items.length > 0)}
            value={null}
            onChange={(value) => {
              if (value === null) return;
              const [kind = "", ...key] = value.split(":");
              setItems([...items, { kind: kind as Item["kind"], key: key.join(":") }]);
            }}
          />
        </>
      )}
      {known.length > 0 && (
        <MultiSelect
          size="xs"
          label="Reasons"
          searchable
          data={known}
          value={codes}
          onChange={setCodes}
          placeholder={codes.length === 0 ? "None" : undefined}
        />
      )}
      <div className={css.row}>
        <Button
          size="xs"
          disabled={lacks}
          onClick={() =>
            onAnswer({
              kind: "signal",
              to: question.to,
              payload: {
                verdict,
                reasonCodes: codes,
                by: ["trial"],
                items: (verdict === "send_back"
                  ? items.map((item) => ({ ...item, subject: "party", reasonCode: firstCode }))
                  : []) as unknown as Json,
              },
            })
          }
        >
          {verdict === "send_back" && items.length > 0
            ? `Send back ${items.length} ${items.length === 1 ? "item" : "items"}`
            : verbs[verdict]}
        </Button>
        {lacks && <span className={css.quiet}>Choose what goes back first.</span>}
      </div>
    </div>
  );
}
