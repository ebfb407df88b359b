"use client";

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { templateFacts } from "@/server/workflows/beginnings/policy";
import { BeginAs } from "./begin-as";
import css from "./beginning.module.css";
import { DocumentPreview } from "./document-preview";
import { TemplateGallery } from "./template-gallery";

/** The gallery; below it the one that was chosen, drawn, with its name here. */
export function BeginFromTemplate({
  chosen,
  onChoose,
}: {
  chosen: string | null;
  onChoose: (template: string) => void;
}) {
  const trpc = useTRPC();
  const query = useQuery(trpc.workflows.templates.queryOptions());
  const below = useRef<HTMLDivElement>(null);
  const beginning = query.data?.find(({ document }) => document.key === chosen);
  const document = beginning?.document;
  const isChosen = document !== undefined;
  useEffect(() => {
    if (isChosen && chosen) below.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen, chosen]);
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={180} aria-label="Loading the templates" />;
  const tests = beginning?.editor.tests?.length ?? 0;
  const connections = document ? templateFacts(document).connections : [];
  return (
    <>
      <TemplateGallery
        templates={query.data.map(({ document }) => document)}
        chosen={chosen}
        onChoose={onChoose}
      />
      {beginning && document ? (
        <div className={css.beside} ref={below} key={document.key}>
          <DocumentPreview document={document} />
          <Panel title="Make it yours">
            <BeginAs beginning={beginning}>
              {tests > 0 && (
                <p className={css.quiet}>
                  It brings {tests} test cases, which say what it decides at every limit. Change the policy
                  and the Tests tab shows what comes out otherwise.
                </p>
              )}
              {connections.length > 0 && (
                <p className={css.quiet}>
                  It asks the connections {connections.map((key) => `“${key}”`).join(", ")}. Those this
                  workspace lacks are named among its problems, and can be changed there.
                </p>
              )}
            </BeginAs>
          </Panel>
        </div>
      ) : (
        <p className={css.quiet}>Choose a template to see it drawn and read its policy before you begin.</p>
      )}
    </>
  );
}
