import { IconCheck, IconQuestionMark, IconX } from "@tabler/icons-react";
import type { PartLook } from "@/server/rules/core/readings";
import css from "./condition.module.css";

const marks = {
  true: { icon: IconCheck, word: "True" },
  false: { icon: IconX, word: "False" },
  unknown: { icon: IconQuestionMark, word: "Unknown" },
};

/** Whether a part holds for the chosen record, and what was seen. Truth is shape and word; colour belongs to outcomes. */
export function ConditionMark({ look }: { look: PartLook }) {
  const key = String(look.result) as keyof typeof marks;
  const { icon: Icon, word } = marks[key];
  return (
    <span className={css.look} data-truth={key} title={look.told}>
      <span className={css.mark}>
        <Icon size={11} stroke={2.4} aria-hidden />
      </span>
      <span className={css.seen}>
        <b>{word}</b>
        {look.told !== "" && <span> {look.told}</span>}
      </span>
    </span>
  );
}
