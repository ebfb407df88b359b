import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { CaseView } from "@/server/cases/schema";
import { verdictPast } from "./case-words";
import css from "./decision.module.css";

const SECOND_MS = 1000;

/** Whole seconds until a moment, counted down once a second. */
export function useSecondsLeft(until: string, onOver: () => void): number {
  const left = () => Math.max(0, Math.ceil((new Date(until).getTime() - Date.now()) / SECOND_MS));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the countdown restarts with its moment only
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() > 0) return;
      clearInterval(timer);
      onOver();
    }, SECOND_MS);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}

interface PendingVerdictProps {
  verdict: CaseView["verdicts"][number];
  memberId: string;
  mayUndo: boolean;
  onUndo: () => void;
  isUndoing: boolean;
  onOver: () => void;
}

/** A verdict that can still be taken back, and for how long. */
export function PendingVerdict(props: PendingVerdictProps) {
  const { verdict, memberId, mayUndo, onUndo, isUndoing, onOver } = props;
  const seconds = useSecondsLeft(verdict.effectiveAt, onOver);
  const who = verdict.by.id === memberId ? "You" : verdict.by.name;
  return (
    <div className={css.pending} role="status">
      <b>
        {who} {verdictPast[verdict.verdict]}
      </b>
      <p>
        {seconds > 0
          ? verdict.state === "pending"
            ? `It takes effect in ${seconds} s.`
            : `It can be taken back for ${seconds} s.`
          : "It takes effect now."}
      </p>
      {mayUndo && seconds > 0 && (
        <Button variant="default" onClick={onUndo} loading={isUndoing} rightSection={<Kbd keys="z" />}>
          Undo
        </Button>
      )}
    </div>
  );
}
