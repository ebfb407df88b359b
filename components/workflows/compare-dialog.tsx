"use client";

import { Loader, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { StatusChip } from "@/components/ui/status-chip";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type Difference, differencesOf } from "@/server/workflows/differences/policy";
import css from "./versions.module.css";

interface CompareDialogProps {
  workflowId: string;
  from: number;
  to: number | "draft";
  onClose: () => void;
}

/** What changed between two versions, or from one to the draft, in words. */
export function CompareDialog({ workflowId, from, to, onClose }: CompareDialogProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.workflows.compare.queryOptions({ workflowId, from, to }));
  const differences = useMemo(
    () => query.data && differencesOf(query.data.from.document, query.data.to.document, nodeCatalogue),
    [query.data],
  );
  const other = to === "draft" ? "the draft" : `version ${to}`;
  return (
    <Modal opened onClose={onClose} title={`From version ${from} to ${other}`} size={860}>
      {query.error ? (
        <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
      ) : differences === undefined ? (
        <Loader size="sm" aria-label="Comparing" />
      ) : differences.length === 0 ? (
        <EmptyState title="They say the same">
          Nothing differs but where steps stand on the canvas.
        </EmptyState>
      ) : (
        <Differences differences={differences} />
      )}
    </Modal>
  );
}

const tones = { added: "approve", removed: "decline", changed: "review" } as const;
const words = { added: "Added", removed: "Removed", changed: "Changed" } as const;

function Differences({ differences }: { differences: readonly Difference[] }) {
  const parts = [...new Set(differences.map(({ part }) => part))];
  return (
    <>
      {parts.map((part) => (
        <section key={part} aria-label={part}>
          <h3 className={css.part}>{part}</h3>
          <ul className={css.differences}>
            {differences
              .filter((one) => one.part === part)
              .map((one) => (
                <li key={`${one.kind} ${one.title}`} className={css.difference}>
                  <h4>
                    <StatusChip tone={tones[one.kind]} icon={null}>
                      {words[one.kind]}
                    </StatusChip>
                    {one.title}
                  </h4>
                  {one.lines.map((line) => (
                    <dl key={line.label} className={css.pair}>
                      {line.label && <dt>{line.label}</dt>}
                      <Value name="Before" text={line.before} />
                      <Value name="After" text={line.after} />
                    </dl>
                  ))}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Value({ name, text }: { name: "Before" | "After"; text: string | null }) {
  if (text === null) return null;
  return (
    <dd data-side={name.toLowerCase()}>
      <span className={css.side}>{name}</span>
      <span>{text}</span>
    </dd>
  );
}
