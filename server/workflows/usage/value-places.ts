import type { WorkflowDocument } from "../schema";
import type { Place } from "./policy";

/** Where `values.KEY` is computed: by rules, tables, scorecards and formulas. */
export function valuePlaces({ rules, tables, scorecards, formulas }: WorkflowDocument): Place[] {
  const writes = (key: string, path: string): Place => {
    return { kind: "field", key: `values.${key}`, path, how: "writes" };
  };
  const each = (values: object | undefined, at: string) =>
    Object.keys(values ?? {}).map((key) => writes(key, `${at}.${key}`));
  return [
    ...Object.entries(rules).flatMap(([name, set]) => [
      ...each(set.values, `rules.${name}.values`),
      ...set.rules.flatMap(({ values }, i) => each(values, `rules.${name}.rules.${i}.values`)),
    ]),
    ...Object.entries(tables).flatMap(([name, { outputs }]) =>
      outputs.flatMap(({ key, kind }, i) =>
        kind === "value" ? [writes(key, `tables.${name}.outputs.${i}.key`)] : [],
      ),
    ),
    ...Object.entries(scorecards).flatMap(([name, { total, bands }]) => [
      ...(total === undefined ? [] : [writes(total, `scorecards.${name}.total`)]),
      ...bands.flatMap(({ values }, i) => each(values, `scorecards.${name}.bands.${i}.values`)),
    ]),
    ...Object.keys(formulas).map((key) => writes(key, `formulas.${key}`)),
  ];
}
