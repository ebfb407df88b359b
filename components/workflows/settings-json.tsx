"use client";

import { Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { condition, operand } from "@/server/rules/core/ast";
import { conditionText, operandParts } from "@/server/rules/core/sentences";
import { asSentence, textOf, type Words } from "@/server/rules/core/words";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { InsertField } from "./settings-text";
import { problemAt } from "./settings-values";

const NO_WORDS: Words = { titles: {} };
const shown = (value: unknown) => (value === undefined ? "" : JSON.stringify(value, null, 2));

/** What the rule says, so that whoever writes it sees whether it is what was meant. */
function sentenceOf(editor: string | undefined, value: unknown, words: Words): string | undefined {
  if (editor === "condition") {
    const parsed = condition.safeParse(value);
    return parsed.success ? asSentence(conditionText(parsed.data, words)) : undefined;
  }
  const parsed = operand.safeParse(value);
  return editor === "operand" && parsed.success
    ? asSentence(textOf(operandParts(parsed.data, words)))
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
  const input = useRef<HTMLTextAreaElement>(null);
  const { place } = context;
  const sentence = sentenceOf(schema["x-editor"], value, place?.words ?? NO_WORDS);
  const write = (next: string) => {
    setText(next);
    const read = next.trim() === "" ? { value: undefined } : parsed(next);
    setBroken(read === undefined);
    if (read) context.change(path, read.value);
  };
  return (
    <div>
      <Textarea
        ref={input}
        label={title}
        description={schema.description}
        withAsterisk={isRequired}
        classNames={{ input: classes.code ?? "" }}
        autosize
        minRows={2}
        maxRows={16}
        spellCheck={false}
        value={text}
        error={isBroken ? "This is not complete JSON yet." : problemAt(context.problems, path)}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {place && schema["x-template"] === true && <InsertField place={place} into={input} onChange={write} />}
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
