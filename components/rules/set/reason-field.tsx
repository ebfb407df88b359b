import { Button, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Names, Reason } from "./names";
import css from "./rule-set.module.css";

const NEW = "\u0000new";
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

/** Why: a code of the workflow's catalogue, whose two voices are written where the rule is. */
export function ReasonField({
  label,
  names,
  value,
  error,
  wished,
  onChange,
}: {
  label: string;
  names: Names;
  value: string | undefined;
  error?: string | undefined;
  /** What a new one would be about. */
  wished: string;
  onChange: (code: string | undefined) => void;
}) {
  const [edited, setEdited] = useState<{ code: string; reason: Reason; isNew: boolean }>();
  const codes = Object.keys(names.reasons);
  const known = value === undefined ? undefined : names.reasons[value];
  const begin = () => {
    const last = Math.max(0, ...Object.values(names.reasons).map(({ priority }) => priority));
    const code = codeOf(wished, codes);
    const reason = { staff: wished, applicant: "", priority: Math.min(999, last + 1) };
    setEdited({ code, reason, isNew: true });
  };
  return (
    <div className={css.reason}>
      <span className={css.inline}>
        <Select
          size="xs"
          aria-label={label}
          className={css.grow ?? ""}
          placeholder="Choose a reason code"
          data={[
            ...(value !== undefined && !known ? [{ value, label: `${value} (is not there)` }] : []),
            ...codes.map((code) => ({ value: code, label: `${code}: ${names.reasons[code]?.staff ?? ""}` })),
            { value: NEW, label: "New reason code …" },
          ]}
          value={value ?? null}
          error={
            error ??
            (value !== undefined && !known ? `This workflow has no reason code “${value}”.` : undefined)
          }
          searchable
          clearable={value !== undefined}
          allowDeselect={false}
          comboboxProps={{ width: 380, position: "bottom-start" }}
          onChange={(next) => {
            setEdited(undefined);
            if (next === NEW) begin();
            else onChange(next ?? undefined);
          }}
        />
        {known && value !== undefined && !edited && (
          <IconButton
            label={`Edit the reason ${value}`}
            icon={IconPencil}
            variant="subtle"
            color="gray"
            onClick={() => setEdited({ code: value, reason: known, isNew: false })}
          />
        )}
      </span>
      {known && !edited && (
        <p className={css.voices}>
          <b>Applicants read:</b> {known.applicant || "nothing yet"}
        </p>
      )}
      {edited && (
        <ReasonForm
          {...edited}
          taken={codes}
          onCancel={() => setEdited(undefined)}
          onDone={(code, reason) => {
            names.putReason(code, reason);
            if (edited.isNew) onChange(code);
            setEdited(undefined);
          }}
        />
      )}
    </div>
  );
}

const codeOf = (words: string, taken: readonly string[]): string => {
  const plain =
    words
      .normalize("NFKD")
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, "_")
      .replace(/^[_\d]+|_+$/g, "")
      .slice(0, 40) || "REASON";
  for (let n = 1; ; n++) {
    const code = n === 1 ? plain : `${plain}_${n}`;
    if (!taken.includes(code)) return code;
  }
};

function ReasonForm({
  code: given,
  reason,
  isNew,
  taken,
  onDone,
  onCancel,
}: {
  code: string;
  reason: Reason;
  isNew: boolean;
  taken: readonly string[];
  onDone: (code: string, reason: Reason) => void;
  onCancel: () => void;
}) {
  const [code, setCode] = useState(given);
  const [now, setNow] = useState(reason);
  const fault = !isNew
    ? undefined
    : taken.includes(code)
      ? "There is one of this code."
      : CODE.test(code)
        ? undefined
        : "Use large letters, digits and _, starting with a letter.";
  const isWhole = fault === undefined && now.staff.trim() !== "" && now.applicant.trim() !== "";
  return (
    <fieldset className={css.reasonForm} aria-label={isNew ? "New reason code" : `Reason ${code}`}>
      <div className={css.inline}>
        <TextInput
          size="xs"
          label="Code of the reason"
          className={css.grow ?? ""}
          readOnly={!isNew}
          error={fault}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
        />
        <NumberInput
          size="xs"
          w={90}
          label="Priority"
          min={1}
          max={999}
          allowDecimal={false}
          value={now.priority}
          onChange={(priority) => typeof priority === "number" && setNow({ ...now, priority })}
        />
      </div>
      <Textarea
        size="xs"
        label="What staff read"
        autosize
        maxLength={400}
        value={now.staff}
        onChange={(event) => setNow({ ...now, staff: event.currentTarget.value })}
      />
      <Textarea
        size="xs"
        label="What the applicant reads"
        description="Neutral, and without giving away a rule or a suspicion."
        autosize
        maxLength={400}
        value={now.applicant}
        onChange={(event) => setNow({ ...now, applicant: event.currentTarget.value })}
      />
      <div className={css.inline}>
        <Button size="xs" disabled={!isWhole} onClick={() => onDone(code, now)}>
          {isNew ? "Add the reason" : "Keep it"}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <span className={css.quiet}>1 is the most important; a notice lists the first ones.</span>
      </div>
    </fieldset>
  );
}
