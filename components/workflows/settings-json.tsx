"use client";

import { Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { condition, operand } from "@/server/rules/core/ast";
import { conditionText, operandParts } from "@/server/rules/core/sentences";
import { asSentence, textOf } from "@/server/rules/core/words";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { problemKey } from "./settings-values";

const shown = (value: unknown) => (value === undefined ? "" : JSON.stringify(value, null, 2));

/** What the rule says, so that whoever writes it sees whether it is what was meant. */
function sentenceOf(editor: string | undefined, value: unknown): string | undefined {
  if (editor === "condition") {
    const parsed = condition.safeParse(value);
    return parsed.success ? asSentence(conditionText(parsed.data, { titles: {} })) : undefined;
  }
  const parsed = operand.safeParse(value);
  return editor === "operand" && parsed.success
    ? asSentence(textOf(operandParts(parsed.data, { titles: {} })))
    : undefined;
}

/** A rule, or anything no field is made for, as JSON with its sentence below. Half-written text changes nothing. */
export function SettingsJson({ schema, path, value, title, isRequired, context }: FieldProps) {
  const [text, setText] = useState(() => shown(value));
  const [isBroken, setBroken] = useState(false);
  const outside = shown(value);
  useEffect(() => {
    setText((mine) => (sameJson(mine, outside) ? mine : outside));
    setBroken(false);
  }, [outside]);
  const sentence = sentenceOf(schema["x-editor"], value);
  return (
    <div>
      <Textarea
        label={title}
        description={schema.description}
        withAsterisk={isRequired}
        classNames={{ input: classes.code ?? "" }}
        autosize
        minRows={2}
        maxRows={16}
        spellCheck={false}
        value={text}
        error={isBroken ? "This is not complete JSON yet." : context.problems.get(problemKey(path))}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const read = next.trim() === "" ? { value: undefined } : parsed(next);
          setBroken(read === undefined);
          if (read) context.change(path, read.value);
        }}
      />
      {sentence && <p className={classes.sentence}>{sentence}</p>}
    </div>
  );
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const sameJson = (a: string, b: string) => {
  const read = parsed(a);
  return read !== undefined && shown(read.value) === b;
};
