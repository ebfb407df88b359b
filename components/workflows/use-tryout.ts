"use client";

import { useMemo, useState } from "react";
import { exampleSource, type PlayedExample, playExample } from "@/server/engine/example";
import type { NodeDefinition, NodeExample, Outlet, PlanSource } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";

export interface Tryout {
  example: NodeExample<unknown>;
  config: unknown;
  setConfig: (config: unknown) => void;
  /** What the run knows, as text; half-written text keeps the last data that could be read. */
  dataText: string;
  setDataText: (text: string) => void;
  isDataBroken: boolean;
  isChanged: boolean;
  /** Grows with every example that is put in, so that fields begin anew. */
  round: number;
  reset: (example: number) => void;
  source: PlanSource;
  outlets: readonly Outlet[];
  /** What came out; nothing while the settings are refused. */
  played: PlayedExample | undefined;
  /** The sentence of the policy. */
  sentence: string | undefined;
  /** The node as a document holds it. */
  node: object;
}

const shown = (value: unknown) => JSON.stringify(value, null, 2);

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Plays the definition as it stands in the form: no server, the interpreter runs here. */
function playedOf(
  definition: NodeDefinition,
  example: NodeExample<unknown>,
): Pick<Tryout, "played" | "outlets" | "sentence"> {
  const parsed = definition.config.safeParse(example.config);
  if (!parsed.success) return { played: undefined, outlets: [], sentence: undefined };
  const source = exampleSource(definition, example);
  try {
    return {
      outlets: definition.outlets(parsed.data, source),
      sentence: definition.describe(parsed.data, source),
      played: playExample(definition, example, nodeCatalogue),
    };
  } catch {
    // Data that no workflow could hold: there is nothing to show, and nothing to break.
    return { played: undefined, outlets: [], sentence: undefined };
  }
}

/** An example of a node type, with settings and data that can be changed, and what follows from them. */
export function useTryout(definition: NodeDefinition, first: number): Tryout {
  const [at, setAt] = useState(first);
  const [round, setRound] = useState(0);
  const example = definition.examples[at]!;
  const [config, setConfig] = useState<unknown>(example.config);
  const [dataText, setDataText] = useState(() => shown(example.data ?? {}));
  const [data, setData] = useState<object>(example.data ?? {});
  const mine = useMemo(() => ({ ...example, config, data }), [example, config, data]);
  const result = useMemo(() => playedOf(definition, mine), [definition, mine]);
  return {
    ...result,
    example,
    config,
    setConfig,
    dataText,
    setDataText: (text) => {
      setDataText(text);
      const read = readObject(text);
      if (read) setData(read);
    },
    isDataBroken: readObject(dataText) === undefined,
    isChanged: shown(config) !== shown(example.config) || shown(data) !== shown(example.data ?? {}),
    round,
    reset: (i) => {
      const next = definition.examples[i]!;
      setAt(i);
      setConfig(next.config);
      setData(next.data ?? {});
      setDataText(shown(next.data ?? {}));
      setRound((before) => before + 1);
    },
    source: exampleSource(definition, mine),
    node: { type: definition.type, version: definition.version, title: definition.title, config },
  };
}
