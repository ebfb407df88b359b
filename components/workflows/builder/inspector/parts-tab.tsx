import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { setConfig } from "@/server/workflows/edits/policy";
import { addPart, type PartKind, partOf, parts } from "@/server/workflows/parts/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import type { SettingsPlace } from "../../settings-place";
import type { Builder } from "../use-builder";
import css from "./inspector.module.css";
import { PartForm } from "./part-form";
import { partsNamed, type StepParts } from "./part-kinds";
import { complaintsUnder, type ProblemPlace } from "./problem-place";

/** What a step goes by: its rules, its table, its form. What is not there yet is made here. */
export function PartsTab({
  builder,
  node,
  of,
  place,
  problems,
  wanted,
  onPart,
}: {
  builder: Builder;
  node: string;
  of: StepParts;
  place: SettingsPlace;
  problems: readonly DocumentProblem[];
  wanted: ProblemPlace | undefined;
  onPart: (kind: PartKind, key: string) => void;
}) {
  const { document } = builder.parts;
  const step = document.nodes[node];
  if (!step) return null;
  const { one } = parts[of.kind];
  const names = partsNamed(of, step.config);
  const missing = names.filter((name) => partOf(document, of.kind, name) === undefined);
  const make = () =>
    builder.edit(`New ${one} for “${step.title}”`, (before) => {
      const { parts: next, key } = addPart(before, of.kind, step.title);
      const config = next.document.nodes[node]?.config ?? {};
      const kept = partsNamed(of, config).filter((name) => !missing.includes(name));
      return setConfig(next, node, {
        ...config,
        [of.setting]: of.kind === "formula" ? [...kept, key] : key,
      });
    });
  return (
    <fieldset className={css.plain} disabled={builder.isReadOnly} aria-label={of.tab}>
      {names.length === 0 && (
        <p className={css.quiet}>
          This step names no {one} yet. Choose one under Settings, or begin a new one.
        </p>
      )}
      {missing.map((name) => (
        <p key={name} className={css.unkept}>
          There is no {one} “{name}” in this workflow. Choose another under Settings, or begin a new one.
        </p>
      ))}
      {names
        .filter((name) => !missing.includes(name))
        .map((name) => (
          <PartForm
            key={name}
            {...{ builder, name, node, place }}
            kind={of.kind}
            complaints={complaintsUnder(problems, `${of.part}.${name}`)}
            wanted={wanted?.tab === "part" && wanted.name === name ? wanted.setting : undefined}
            onOpen={onPart}
          />
        ))}
      {(names.length === missing.length || of.kind === "formula") && !builder.isReadOnly && (
        <Button
          size="xs"
          variant="default"
          className={css.make ?? ""}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={make}
        >
          New {one}
        </Button>
      )}
    </fieldset>
  );
}
