"use client";

import { TextInput, UnstyledButton } from "@mantine/core";
import { IconArrowLeft, IconSearch, IconSearchOff } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useMemo, useRef } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import classes from "./node-catalogue.module.css";
import { NodeIcon } from "./node-icon";
import { NodeType } from "./node-type";
import { byGroup, nodeTypes, searchNodeTypes, tileKinds } from "./node-types";

/** Every type of step a workflow can have: what it does, its settings to try, its ways out and its examples. */
export function NodeCatalogue() {
  const [{ type, q }, setSearch] = useQueryStates({
    type: parseAsString,
    q: parseAsString.withDefault(""),
  });
  const found = useMemo(() => searchNodeTypes(q), [q]);
  const chosen = nodeTypes.find((one) => one.type === type);
  // On a wide window something is always shown; a phone begins with the list.
  const shown = chosen ?? found[0];
  const current = useRef<HTMLButtonElement>(null);
  // A link to a type far down shows where it stands; choosing one that is seen moves nothing.
  useEffect(() => {
    if (type !== null) current.current?.scrollIntoView({ block: "nearest" });
  }, [type]);
  return (
    <PageFrame
      title="Node types"
      note={`${nodeTypes.length} types of steps`}
      crumbs={[{ title: "Node types" }]}
      width="wide"
    >
      <div className={classes.catalogue} data-chosen={chosen !== undefined || undefined}>
        <nav className={classes.list} aria-label="Node types">
          <TextInput
            type="search"
            aria-label="Search node types"
            placeholder="Search types, settings, examples"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={q}
            onChange={(event) => setSearch({ q: event.currentTarget.value || null })}
          />
          {found.length === 0 && (
            <EmptyState
              title="No type says that"
              icon={IconSearchOff}
              action={
                <UnstyledButton className={classes.link} onClick={() => setSearch({ q: null })}>
                  Clear the search
                </UnstyledButton>
              }
            >
              Titles, summaries, settings and examples were searched.
            </EmptyState>
          )}
          {byGroup(found).map(([group, types]) => (
            <section key={group} className={classes.group} aria-label={group}>
              <h2>{group}</h2>
              <ul>
                {types.map((definition) => (
                  <li key={definition.type}>
                    <UnstyledButton
                      ref={definition === shown ? current : undefined}
                      className={classes.row}
                      aria-current={definition === shown ? "true" : undefined}
                      onClick={() => setSearch({ type: definition.type }, { history: "push" })}
                    >
                      <span className={classes.tile} data-kind={tileKinds[definition.kind]}>
                        <NodeIcon name={definition.icon} />
                      </span>
                      <span className={classes.rowText}>
                        <b>{definition.title}</b>
                        <span>{definition.summary}</span>
                      </span>
                    </UnstyledButton>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </nav>
        <div className={classes.detail}>
          <UnstyledButton
            className={classes.back}
            onClick={() => setSearch({ type: null }, { history: "push" })}
          >
            <IconArrowLeft size={16} aria-hidden /> All node types
          </UnstyledButton>
          {shown && <NodeType key={shown.type} definition={shown} />}
        </div>
      </div>
    </PageFrame>
  );
}
