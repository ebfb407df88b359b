"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPCClient } from "@/components/trpc/client";
import type { Form } from "@/server/workflows/schema";
import { type Answers, changesBetween, putAt } from "./answers";
import { Keeper, type SaveState } from "./keeper";

/** What befell the answers from outside: typing found again on this device, or a later word from another. */
export type AnswerNews = "restored" | "newer" | null;

/** The answers of a form: on screen at once, in this browser at once, on the server as soon as it can be reached. */
export function useAnswers(applicationId: string, form: Form, saved: Answers, savedAt: string | null) {
  const client = useTRPCClient();
  const [answers, setAnswers] = useState(saved);
  const [state, setState] = useState<SaveState>(savedAt ? { is: "saved" } : { is: "idle" });
  const [news, setNews] = useState<AnswerNews>(null);
  const latest = useRef(saved);

  const put = useCallback((next: Answers) => {
    latest.current = next;
    setAnswers(next);
  }, []);
  const [keeper] = useState(
    () =>
      new Keeper({
        application: applicationId,
        form: form.key,
        save: (input) => client.collection.saveAnswers.mutate(input),
        onState: setState,
        onNewer: (newer) => {
          put(newer.reduce((all, { path, value }) => putAt(all, path, value), latest.current));
          setNews("newer");
        },
      }),
  );

  useEffect(() => {
    const found = [...keeper.unsaved];
    if (found.length > 0) {
      put(found.reduce((all, [path, { value }]) => putAt(all, path, value), latest.current));
      setNews("restored");
    }
    return keeper.start();
  }, [keeper, put]);

  // The server's word counts for every field nobody touched on this page: another device may be at work, and a page that
  // was just left may have been saved after this one was made.
  const typedHere = useRef(new Set<string>());
  const lastSaved = useRef(saved);
  useEffect(() => {
    const changes = changesBetween(form.pages, lastSaved.current, saved);
    lastSaved.current = saved;
    const theirs = [...changes].filter(([path]) => !typedHere.current.has(path) && !keeper.unsaved.has(path));
    if (theirs.length > 0)
      put(theirs.reduce((all, [path, value]) => putAt(all, path, value), latest.current));
  }, [saved, form, keeper, put]);

  const change = useCallback(
    (next: Answers) => {
      const changes = changesBetween(form.pages, latest.current, next);
      for (const path of changes.keys()) typedHere.current.add(path);
      keeper.note(changes);
      put(next);
    },
    [keeper, form, put],
  );
  return { answers, change, state, news, flush: useCallback(() => keeper.flush(), [keeper]) };
}
