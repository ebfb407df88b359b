"use client";

import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { useCan } from "@/components/workspaces/member";
import { listReadRequest } from "@/server/engine/list-reads";
import type { Json, ListAnswer } from "@/server/engine/state";
import type { Question } from "@/server/workflows/trial/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";

/** Whether a step asks named lists. */
export const isListRead = ({ asked }: Question): boolean => listReadRequest.safeParse(asked).success;

const BY_HAND = "by_hand";
const words = [
  { value: "on", label: "is on the list" },
  { value: "off", label: "is not on the list" },
  { value: "unfit", label: "is no value of its kind" },
];
type Word = "on" | "off" | "unfit";

const wordOf = (found: ListAnswer["found"] | undefined): Word =>
  found === undefined || found === false ? "off" : found === null ? "unfit" : "on";

/** What lists answer in the test run: as they are now, or as somebody says. */
export function ListReadAnswer({
  question,
  onAnswer,
}: {
  question: Question;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const trpc = useTRPC();
  const canView = useCan("lists.view");
  const { at, questions } = listReadRequest.parse(question.asked);
  const [said, setSaid] = useState<Readonly<Record<number, Word>>>({});
  const read = useQuery(
    trpc.lists.check.queryOptions({ questions }, { enabled: canView, retry: false, gcTime: 0 }),
  );
  const foundOf = (i: number): ListAnswer["found"] | undefined =>
    read.data?.find(({ list, value }) => list === questions[i]?.list && value === questions[i]?.value)?.found;
  const answers = (): ListAnswer[] =>
    questions.map((asked, i) => {
      const found = foundOf(i);
      const word = said[i] ?? wordOf(found);
      if (word === wordOf(found) && found !== undefined) return { ...asked, found };
      return { ...asked, found: word === "on" ? BY_HAND : word === "unfit" ? null : false };
    });
  return (
    <div className={css.stack}>
      {read.error && <p className={css.note}>The lists could not be read: say what they answer.</p>}
      {questions.map(({ list, value }, i) => (
        <Select
          key={`${list} ${String(value)}`}
          size="xs"
          label={
            <>
              <bdi>{String(value)}</bdi>, asked of {list}
            </>
          }
          allowDeselect={false}
          data={words}
          value={said[i] ?? wordOf(foundOf(i))}
          onChange={(word) => setSaid({ ...said, [i]: word as Word })}
        />
      ))}
      <div className={css.row}>
        <Button
          size="xs"
          loading={canView && read.isLoading}
          onClick={() =>
            onAnswer({
              ...{ kind: "said", to: question.to },
              output: { at, answers: answers() } as unknown as Json,
            })
          }
        >
          Go on with this
        </Button>
      </div>
    </div>
  );
}
