"use client";

import { Accordion, Anchor, TextInput } from "@mantine/core";
import { IconSearch, IconSearchOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useSyncExternalStore } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { ApiOperation } from "./api-operation";
import css from "./api-reference.module.css";
import { useCan } from "./member";

const nounTitles: Record<string, string> = {
  applications: "Applications",
  documents: "Documents",
  decisions: "Decisions and batches",
  runs: "Runs",
  parties: "Parties",
  cases: "Cases",
  workflows: "Workflows",
  webhooks: "Webhooks",
};

/** What a program can ask, with commands to copy. Made from the same descriptions that answer it. */
export function ApiReference() {
  const trpc = useTRPC();
  const query = useQuery(trpc.apiKeys.reference.queryOptions());
  const [{ q, op }, setSearch] = useQueryStates({ q: parseAsString.withDefault(""), op: parseAsString });
  const origin = useOrigin();
  const mayMakeKeys = useCan("apiKeys.view");
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  const wanted = q.trim().toLowerCase();
  const found = (query.data ?? []).filter(
    ({ summary, path, description, scope }) =>
      !wanted || `${summary} ${path} ${description} ${scope}`.toLowerCase().includes(wanted),
  );
  const nouns = [...new Set(found.map(({ noun }) => noun))];
  return (
    <PageFrame title="API" note={query.data && `${query.data.length} operations`} width="wide">
      <p className={css.intro}>
        Programs ask over HTTPS with an API key
        {mayMakeKeys && (
          <>
            {" "}
            from{" "}
            <Anchor component={Link} href="/settings/api-keys" underline="always">
              API keys
            </Anchor>
          </>
        )}
        . The whole description, for tools, is{" "}
        <Anchor href="/api/v1/openapi.json" target="_blank" underline="always">
          openapi.json
        </Anchor>
        . The commands below run as they are once these two are set:
      </p>
      <pre className={css.code}>{`export GATEHOUSE=${origin}\nexport KEY=gh_…`}</pre>
      <TextInput
        type="search"
        className={css.search}
        aria-label="Search operations"
        placeholder="Search operations, addresses, scopes"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={q}
        onChange={(event) => void setSearch({ q: event.currentTarget.value || null })}
      />
      {query.data && found.length === 0 && (
        <EmptyState title="No operation says that" icon={IconSearchOff}>
          Summaries, addresses, descriptions and scopes were searched.
        </EmptyState>
      )}
      {nouns.map((noun) => (
        <section key={noun} aria-labelledby={`noun-${noun}`}>
          <h2 className={css.noun} id={`noun-${noun}`}>
            {nounTitles[noun] ?? noun}
          </h2>
          <Accordion
            variant="contained"
            order={3}
            value={op}
            onChange={(value) => void setSearch({ op: value })}
          >
            {found
              .filter((operation) => operation.noun === noun)
              .map((operation) => (
                <ApiOperation key={operation.id} operation={operation} isOpen={op === operation.id} />
              ))}
          </Accordion>
        </section>
      ))}
    </PageFrame>
  );
}

/** The address people use is the one this page was opened by. */
const useOrigin = () =>
  useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => "https://risk.example.com",
  );
