import { createContext } from "react";

export interface CanvasPoint {
  x: number;
  y: number;
}

/** An outlet of a node. */
export interface CanvasOutletOf {
  from: string;
  outlet: string;
}

/** A piece of paper on the canvas. */
export interface CanvasNote extends CanvasPoint {
  id: string;
  text: string;
  /** Who wrote it and when, in words. */
  by: string | undefined;
}

/** Where something new shall stand: behind an outlet, or at a place. */
export interface CanvasPlace {
  after?: CanvasOutletOf | undefined;
  at?: CanvasPoint | undefined;
}

/** What whoever owns the graph does when somebody changes it on the canvas. The canvas itself changes nothing. */
export interface CanvasEditing {
  /** Everything is seen and nothing can be changed. */
  isLocked: boolean;
  /** Chosen nodes and notes. */
  selection: readonly string[];
  onSelection: (ids: readonly string[]) => void;
  /** A node was pressed, also one that is chosen already: whoever presses it wants to see it. */
  onPress: (id: string) => void;
  /** Where somebody put the nodes; empty as long as the canvas lays them out. */
  positions: { readonly [node: string]: CanvasPoint };
  /** Nodes were moved; `drawn` says where everything stood until then. */
  onMove: (
    places: { readonly [node: string]: CanvasPoint },
    drawn: { readonly [node: string]: CanvasPoint },
  ) => void;
  /** `instead`: the outlet whose way it was, when a way was taken by its beginning. */
  onConnect: (outlet: CanvasOutletOf, to: string, instead?: CanvasOutletOf) => void;
  mayConnect: (outlet: CanvasOutletOf, to: string) => boolean;
  /** Somebody tried to connect what cannot be connected, and wants to know why. */
  onRefused: (outlet: CanvasOutletOf, to: string) => void;
  onRemove: (nodes: readonly string[], ways: readonly CanvasOutletOf[]) => void;
  /** Somebody wants something new there. */
  onAdd: (place: CanvasPlace) => void;
  /** Something was dragged here from elsewhere; `kind` is what it said under `DRAGGED`. */
  onDrop: (kind: string, place: CanvasPlace) => void;
  notes: readonly CanvasNote[];
  onNote: (id: string, change: { text?: string; x?: number; y?: number }) => void;
  /** What is wrong with a node, by its id. */
  problems: ReadonlyMap<string, "error" | "warning">;
}

/** The type of what is dragged onto a canvas. */
export const DRAGGED = "application/x-gatehouse-step";

/** What a card, a way or a note may ask for. The same object as long as the canvas is there: an edit draws none of them. */
export type CanvasActs = Pick<CanvasEditing, "isLocked" | "onAdd" | "onNote">;

export const EditingContext = createContext<CanvasActs | undefined>(undefined);
