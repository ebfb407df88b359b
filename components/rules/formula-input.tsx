import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Expression } from "@/server/rules/core/ast";
import { parseFormula } from "@/server/rules/core/formula-parse";
import { formulaText } from "@/server/rules/core/formula-text";
import css from "./condition.module.css";

/** A formula as text. What cannot be read yet stays written here, and changes nothing. */
export function FormulaInput({
  label,
  formula,
  onChange,
  isLabelShown = false,
  description,
}: {
  label: string;
  formula: Expression;
  onChange: (formula: Expression) => void;
  isLabelShown?: boolean;
  description?: string | undefined;
}) {
  const stored = formulaText(formula) ?? "";
  const [typed, setTyped] = useState<string>();
  const read = typed === undefined ? undefined : parseFormula(typed);
  const problem = read && !read.ok ? read.problems[0] : undefined;
  return (
    <TextInput
      size={isLabelShown ? "sm" : "xs"}
      className={css.formula ?? ""}
      {...(isLabelShown ? { label, description } : { "aria-label": label })}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? stored}
      placeholder="input.amount * 2"
      error={problem && `${problem.message} (at character ${problem.from + 1})`}
      onBlur={() => !problem && setTyped(undefined)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = parseFormula(text);
        if (next.ok) onChange(next.expression);
      }}
    />
  );
}
