"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/client";
import { Guide, type GuideStep } from "@/components/ui/guide";
import { useMember } from "@/components/workspaces/member";

const steps: readonly GuideStep[] = [
  {
    anchor: "canvas",
    title: "Your policy, as a drawing",
    text: "An application comes in at the start and takes one way through the steps to an end, which decides. Choose a step by a click, or by Tab and Enter.",
  },
  {
    anchor: "palette",
    title: "What a step can do",
    text: "Collect, check, decide, ask people. Search by a word, and choose or drag what you need.",
  },
  {
    anchor: "add-step",
    title: "The + on a way out",
    text: "It puts a step exactly there, and leads the way through it.",
  },
  {
    anchor: "inspector",
    title: "Settings of a step",
    text: "They are saved as you type. Fields offer what is known at this point of the policy.",
  },
  {
    anchor: "workflow",
    title: "What the steps work with",
    text: "Outcomes, forms, rule sets, reasons and queues belong to the workflow. They are made and edited here, or where a step names them.",
  },
  {
    anchor: "undo",
    title: "Nothing is lost",
    text: "Every change can be undone, also after you close this page.",
  },
  {
    anchor: "arrange",
    title: "In order again",
    text: "Steps may stand where you want them. This lets the drawing arrange itself.",
  },
  {
    anchor: "views",
    title: "Drawing or list",
    text: "The list does all the drawing does, without a mouse.",
  },
  {
    anchor: "test",
    title: "Try it before it counts",
    text: "The test run plays the draft on an application of your own, step by step. Nothing is sent, and no case is opened.",
  },
  {
    anchor: "problems",
    title: "What is still missing",
    text: "Each problem leads to its step and says how to mend it, often by one click. Errors keep a version from being published.",
  },
  {
    anchor: "versions",
    title: "What was published, and what changed",
    text: "Any two versions can be compared in words, and an older one brought back.",
  },
  {
    anchor: "publish",
    title: "Make it a version",
    text: "A published version never changes. Where two people are needed, this asks the second one first.",
  },
];

/**
 * The way through the builder for whoever has just made their first workflow. Sent away once, it stays away: on this
 * device at once, on every other as soon as the server knows.
 */
export function FirstGuide() {
  const { id } = useMember();
  const trpc = useTRPC();
  const [guide, setGuide] = useQueryState("guide", parseAsStringLiteral(["first"] as const));
  const isAsked = guide !== null;
  const [isDoneHere, setDoneHere] = useLocalStorage({
    key: `gatehouse.guide.builder.${id}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const done = useQuery(trpc.members.guidesDone.queryOptions(undefined, { enabled: isAsked, staleTime: 0 }));
  const { mutate: finish } = useMutation(trpc.members.finishGuide.mutationOptions());
  const isDone = done.data?.includes("builder");
  // The server learns of it now, or the next time it is reached.
  useEffect(() => {
    if (isDoneHere && isDone === false) finish({ guide: "builder" });
  }, [isDoneHere, isDone, finish]);
  // Without an answer this device decides alone.
  if (!isAsked || isDoneHere || isDone || done.isPending) return null;
  return (
    <Guide
      label="The builder"
      steps={steps}
      onClose={() => {
        setDoneHere(true);
        void setGuide(null);
      }}
    />
  );
}
