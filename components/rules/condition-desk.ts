import { type ComponentType, createContext, use } from "react";
import type { Condition } from "@/server/rules/core/ast";
import type { RuleProblem } from "@/server/rules/core/check-operand";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import type { PartLook } from "@/server/rules/core/readings";
import type { Place } from "./condition-moves";
import type { GroupTree, Tree } from "./condition-tree";

/** Where a part is drawn. */
export interface PartProps<T extends Tree = Tree> {
  tree: T;
  place: Place;
  /** “2.1”: where it stands, for ears and for the eye. */
  name: string;
  /** The list whose elements are tested here. */
  list: string | undefined;
  /** Where it stands in the stored condition: `of.0.where`. */
  path: string;
}

/** What every part of a condition is drawn with. */
export interface ConditionDesk {
  root: GroupTree;
  fields: FieldCatalogue;
  /** What the parts come to for the chosen record, by id; undefined when no record is chosen. */
  looks: ReadonlyMap<string, PartLook> | undefined;
  problems: readonly RuleProblem[];
  /** Where the condition stands among the settings it is one of, so that a complaint can lead to a part of it. */
  settingKey: string | undefined;
  /**
   * Another tree; `focus` is the part that has the keyboard then: its handle, or its first field. With words it is a step
   * of its own for undo; without, it goes on with the letters before.
   */
  change(next: GroupTree, focus?: string, on?: "handle" | "field", words?: string): void;
  mend(problem: RuleProblem): void;
  act(act: PartAct, place: Place): void;
  may(act: PartAct, place: Place): boolean;
  /** What is dragged, and before or behind what it would be dropped. */
  drag: { from: Place | undefined; over: DropPlace | undefined };
  setDrag(drag: ConditionDesk["drag"]): void;
  /** Any part; given down so that groups need not know what they hold. */
  Part: ComponentType<PartProps>;
}

export interface DropPlace {
  parent: Place;
  index: number;
  /** The part at whose edge the line is drawn. */
  at: string;
  edge: "before" | "after" | "into";
}

export type PartAct =
  | "up"
  | "down"
  | "out"
  | "in"
  | "duplicate"
  | "remove"
  | "wrap"
  | "unwrap"
  | "leave-out"
  | "copy"
  | "cut"
  | "paste";

const DeskContext = createContext<ConditionDesk | undefined>(undefined);
export const ConditionDeskProvider = DeskContext.Provider;

export function useConditionDesk(): ConditionDesk {
  const desk = use(DeskContext);
  if (!desk) throw new Error("a part of a condition is drawn outside its editor");
  return desk;
}

/** Which entries of a list are counted is a condition of its own; given down so that operands need not know conditions. */
export const WhereEditorContext = createContext<
  | ComponentType<{
      label: string;
      condition: Condition;
      fields: FieldCatalogue;
      list: string;
      isInside: true;
      onChange: (condition: Condition) => void;
    }>
  | undefined
>(undefined);
