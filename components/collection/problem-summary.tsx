"use client";

import { useEffect, useRef } from "react";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";
import type { NamedProblem } from "./words";

interface ProblemSummaryProps {
  problems: readonly NamedProblem[];
  title: string;
  text: Text;
  /** A new object brings the reader here. */
  attention: object | null;
  onGo: (problem: NamedProblem) => void;
}

/** Everything to mend, above the form; each line leads to its field. */
export function ProblemSummary({ problems, title, text, attention, onGo }: ProblemSummaryProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!attention) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "center" });
  }, [attention]);
  if (problems.length === 0) return null;
  return (
    <section className={css.problems} aria-labelledby="problems">
      <h2 id="problems" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <ul>
        {problems.map((problem) => (
          <li key={problem.path}>
            <button type="button" className={css.problemLink} onClick={() => onGo(problem)}>
              {text("problems.line", { field: problem.field, message: problem.message })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
