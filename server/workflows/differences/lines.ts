import type { NodeCatalogue, NodeDefinition } from "@/server/engine/node";
import { humanise } from "@/server/rules/core/words";
import type { Difference } from "./policy";
import { isRecord, type Step } from "./steps";
import { type DifferenceLine, linesBetween, type Side } from "./values";

/** What the tellers of all parts share: a unit's old and new value, and a line per field. */

export interface Comparison {
  before: Side;
  after: Side;
  catalogue: NodeCatalogue;
}

export type Told = Pick<Difference, "part" | "kind" | "title" | "lines" | "thing" | "nodes">;
export type Teller = (
  steps: readonly Step[],
  unit: readonly string[],
  of: Comparison,
) => Omit<Told, "kind" | "thing">;

export const own = <T>(of: { readonly [key: string]: T }, key: string | undefined): T | undefined =>
  key !== undefined && Object.hasOwn(of, key) ? of[key] : undefined;
export const large = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether the unit came or went as a whole; then its text is the one line. */
export const isWhole = (steps: readonly Step[], unit: readonly string[]) =>
  steps.some((step) => (step.op === "add" || step.op === "remove") && step.path.length === unit.length);

export const only = (before: string | null, after: string | null, label = ""): DifferenceLine[] =>
  before === after ? [] : [{ label, before, after }];

export const sideValue = (step: Step, side: "before" | "after"): unknown =>
  step.op === "add"
    ? side === "after"
      ? step.value
      : undefined
    : step.op === "remove"
      ? side === "before"
        ? step.value
        : undefined
      : step[side];

/** One line per field that differs, below the unit; `labelOf` names a field, `titleOf` what stands in an order. */
export function lines(
  steps: readonly Step[],
  depth: number,
  of: Comparison,
  labelOf: (rest: readonly string[]) => string,
  titleOf: (key: string) => string = (key) => key,
): DifferenceLine[] {
  return steps.flatMap((step): DifferenceLine[] => {
    const rest = step.path.slice(depth);
    if ((step.op === "set" || step.op === "order") && step.isQuiet) return [];
    if (step.op === "order") {
      const list = (keys: readonly string[]) => keys.map(titleOf).join(", ");
      const label = rest.length === 0 ? "order" : `order of ${labelOf(rest).toLowerCase()}`;
      return [{ label: large(label), before: list(step.before), after: list(step.after) }];
    }
    return linesBetween(sideValue(step, "before"), sideValue(step, "after"), of, labelOf(rest));
  });
}

/** Fields under their own names; a unit that came or went shows all of them. */
export const fieldLines = (
  steps: readonly Step[],
  depth: number,
  of: Comparison,
  names: { readonly [field: string]: string } = {},
): DifferenceLine[] =>
  steps.flatMap((step) => {
    const whole = step.path.length === depth && (step.op === "add" || step.op === "remove");
    const label = (rest: readonly string[]) =>
      rest
        .map((part) => own(names, part) ?? humanise(part))
        .map((part, i) => (i === 0 ? large(part) : part))
        .join(", ");
    if (!whole) return lines([step], depth, of, label);
    return Object.entries(isRecord(step.value) ? step.value : { text: step.value })
      .filter(([field]) => field !== "key")
      .flatMap(([field, value]) => {
        const [before, after] = step.op === "add" ? [undefined, value] : [value, undefined];
        return linesBetween(before, after, of, label([field]));
      });
  });

/** Nodes whose settings name the thing. */
export function users(of: Comparison, kind: string, key: string): string[] {
  const found = [of.before, of.after].flatMap(({ document }) =>
    Object.entries(document.nodes).flatMap(([node, { type, config }]) => {
      const definition = own(of.catalogue as { [type: string]: NodeDefinition }, type);
      const parsed = definition?.config.safeParse(config);
      const names = parsed?.success ? (definition?.references?.(parsed.data, document) ?? []) : [];
      return names.some((one) => one.kind === kind && one.key === key) ? [node] : [];
    }),
  );
  return [...new Set(found)];
}
