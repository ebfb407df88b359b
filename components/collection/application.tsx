"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import type { ApplicantView } from "@/server/collection/schema";
import { Answer } from "./answer";
import { ApplicantApi } from "./api";
import { Done } from "./done";
import { Fill } from "./fill";
import { Frame } from "./frame";
import { textIn } from "./messages/translate";
import { Wait } from "./wait";

const READING_MS = 1_500;
const WAITING_MS = 4_000;
const RESTING_MS = 60_000;

/** How soon to look again: files being read and decisions being made come quickly, the rest does not. */
function pauseOf(view: ApplicantView | undefined): number {
  if (view?.documents.some((document) => document.state === "processing")) return READING_MS;
  return view?.stage === "wait" ? WAITING_MS : RESTING_MS;
}

/** An applicant's whole way on one address: whatever stage it is at is what is shown. */
export function Application({ view }: { view: ApplicantView }) {
  return (
    <ApplicantApi applicationId={view.applicationId}>
      <Stage initial={view} />
    </ApplicantApi>
  );
}

function Stage({ initial }: { initial: ApplicantView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data, error, refetch } = useQuery(
    trpc.collection.view.queryOptions(undefined, {
      initialData: initial,
      refetchOnMount: "always",
      refetchInterval: ({ state }) => pauseOf(state.data),
    }),
  );
  const isClosed = error !== null && failureOf(error).code === "UNAUTHORIZED";
  useEffect(() => {
    if (isClosed) router.replace("/c/closed");
  }, [isClosed, router]);
  const onRefresh = useCallback(() => refetch(), [refetch]);
  const view = data ?? initial;
  const text = textIn(view.locale);

  return (
    <Frame locale={view.locale} brand={view.brand}>
      {view.stage === "fill" && view.form && (
        <Fill key={view.form.key} view={view} form={view.form} text={text} onRefresh={onRefresh} />
      )}
      {view.stage === "answer" && <Answer view={view} text={text} onRefresh={onRefresh} />}
      {view.stage === "wait" && <Wait view={view} text={text} />}
      {view.stage === "done" && <Done view={view} text={text} />}
    </Frame>
  );
}
