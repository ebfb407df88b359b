"use client";

import { Textarea, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { FieldIssue } from "@/server/errors";
import { JsonFault, type Place, placeOf, placesIn } from "@/server/workflows/places/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import css from "./versions.module.css";

interface DocumentEditorProps {
  workflowId: string;
  text: string;
  onChange: (text: string) => void;
  isReadOnly: boolean;
  mayCheck: boolean;
  /** What the last save was refused for. */
  refused: readonly FieldIssue[];
}

type Placed = DocumentProblem & { place: Place };

const PAUSE_MS = 500;

/** A document as text; what is wrong with it stands beside, each complaint leading to its line. */
export function DocumentEditor({
  workflowId,
  text,
  onChange,
  isReadOnly,
  mayCheck,
  refused,
}: DocumentEditorProps) {
  const trpc = useTRPC();
  const area = useRef<HTMLTextAreaElement>(null);
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const read = useMemo(() => readText(settled), [settled]);
  const { mutate, data, error, isPending } = useMutation(trpc.workflows.checkDraft.mutationOptions());
  useEffect(() => {
    if (mayCheck && read.document) mutate({ workflowId, document: read.document });
  }, [workflowId, mayCheck, read, mutate]);

  const problems: Placed[] = read.fault
    ? [{ severity: "error", path: "", code: "no_json", message: read.fault.message, place: read.fault.place }]
    : [...fromIssues(refused), ...(data ?? [])].map((problem) => ({
        ...problem,
        place: placeOf(read.places, problem.path),
      }));
  const show = ({ offset, line }: Place) => {
    const element = area.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(offset, offset);
    const height = Number.parseFloat(getComputedStyle(element).lineHeight) || 20;
    element.scrollTop = Math.max(0, (line - 5) * height);
  };
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const note = problems.length === 0 ? "" : `${errors} errors, ${problems.length - errors} warnings`;
  return (
    <div className={css.editor}>
      <Textarea
        ref={area}
        aria-label="The document"
        classNames={{ input: css.text ?? "" }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        readOnly={isReadOnly}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
      />
      <Panel title="Problems" note={<span role="status">{isPending ? "Checking …" : note}</span>}>
        {error && !read.fault ? (
          <p role="alert">{failureOf(error).message}</p>
        ) : problems.length === 0 ? (
          <p>
            {!mayCheck
              ? "Members who edit see here what is wrong."
              : data
                ? "None: it can be published."
                : "Checking …"}
          </p>
        ) : (
          <ul className={css.problems}>
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.path} ${problem.message}`}>
                <UnstyledButton className={css.problem} onClick={() => show(problem.place)}>
                  <span className={css.states}>
                    <StatusChip tone={problem.severity === "error" ? "decline" : "warning"}>
                      {problem.severity === "error" ? "Error" : "Warning"}
                    </StatusChip>
                    <span className={css.quiet}>Line {problem.place.line}</span>
                  </span>
                  <span>
                    {problem.message} {problem.fix}
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

interface Read {
  places: Map<string, Place>;
  document?: Record<string, unknown>;
  fault?: JsonFault;
}

function readText(text: string): Read {
  try {
    const places = placesIn(text);
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { places, document: value as Record<string, unknown> };
    return { places, fault: new JsonFault("A document is an object.", { line: 1, column: 1, offset: 0 }) };
  } catch (error) {
    const first = { line: 1, column: 1, offset: 0 };
    return {
      places: new Map(),
      fault: error instanceof JsonFault ? error : new JsonFault("This is no JSON.", first),
    };
  }
}

/** What only saving finds; the check beside says the rest itself. */
const fromIssues = (issues: readonly FieldIssue[]): DocumentProblem[] =>
  issues
    .filter(({ path }) => path.startsWith("editor"))
    .map(({ path, code, message }) => ({ severity: "error", path, code, message }));
