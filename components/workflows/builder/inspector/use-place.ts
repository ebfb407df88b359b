import { useDebouncedValue } from "@mantine/hooks";
import { useDeferredValue, useMemo } from "react";
import { wordsOf } from "@/server/rules/core/fields";
import { availableAt, pathFault } from "@/server/workflows/available/policy";
import { missingIn, samplesIn } from "@/server/workflows/available/samples/policy";
import { definitionOf } from "@/server/workflows/edits/policy";
import type { SettingsPlace } from "../../settings-place";
import type { Builder } from "../use-builder";
import type { ConnectionDesk } from "../use-connections";

/** A pause in the typing: what can be read changes with other steps, not with the letters of this one. */
const LOOK_AFTER_MS = 200;

/** What the settings of a step can draw on. Worked out behind the typing, never in front of it. */
export function usePlace(
  { parts }: Pick<Builder, "parts">,
  node: string,
  desk: ConnectionDesk | undefined,
): SettingsPlace {
  const [paused] = useDebouncedValue(parts.document, LOOK_AFTER_MS);
  const document = useDeferredValue(paused);
  const { tests } = parts.editor;
  const samples = useMemo(() => samplesIn(document, tests ?? []), [document, tests]);
  const missing = useMemo(() => missingIn(document, tests ?? []), [document, tests]);
  const words = useMemo(() => wordsOf(document), [document]);
  const { type, config } = document.nodes[node] ?? {};
  const connections = useMemo(() => desk?.choicesFor(usedFor(type, config)), [desk, type, config]);
  return useMemo(() => {
    const available = availableAt(document, node);
    return {
      available,
      words,
      connections,
      why: (path) => pathFault(document, node, path, available),
      sample: (path) => samples(path, node),
      missing: (path) => missing(path, node),
    };
  }, [document, node, words, samples, missing, connections]);
}

/** What a step needs its connection for, also while its settings are being written. */
function usedFor(type: string | undefined, config: Record<string, unknown> | undefined): string | undefined {
  const definition = type === undefined ? undefined : definitionOf(type);
  if (!definition?.asks) return undefined;
  const tried = [{ ...config, connection: "any" }, ...definition.examples.map((example) => example.config)];
  for (const one of tried) {
    const given = definition.config.safeParse(one);
    const asked = given.success ? definition.asks(given.data) : undefined;
    if (asked) return asked.use;
  }
  return undefined;
}
