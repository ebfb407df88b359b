"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";

/** One key that does something now. `keys` is `j`, `?`, `enter`, `mod+k`, or two in a row: `g h`. */
export interface KeyBinding {
  keys: string;
  label: string;
  run: () => void;
  /** Also while typing in a field or with a dialog open; only sensible for combinations with `mod`. */
  always?: boolean;
  /** Offered in the palette too. Such an action may have no keys at all: `keys` is then empty. */
  inPalette?: boolean;
}

export interface BoundGroup {
  title: string;
  bindings: readonly KeyBinding[];
}

/** What is bound, by part of the page; the part mounted last wins a key. */
type Bound = Set<() => BoundGroup>;

const KeysContext = createContext<Bound | undefined>(undefined);

const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    // Nothing can be typed into a field that only chooses.
    !(target instanceof HTMLInputElement && (target.readOnly || /^(checkbox|radio)$/.test(target.type)))
  );
}

/** A focused control keeps the keys that operate it. */
function isOperating(event: KeyboardEvent): boolean {
  const operates = event.key === "Enter" || event.key === " ";
  // A link is followed by enter; space only scrolls.
  const control = event.key === "Enter" ? "a,button" : "button";
  return (
    operates &&
    event.target instanceof HTMLElement &&
    event.target.closest(`${control},summary,input,[role^=menu],[role=tab],[role=option]`) !== null
  );
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const mod = event.metaKey || event.ctrlKey;
  // A letter typed with shift is another letter; with `mod` it is another command.
  const shift = event.shiftKey && (key.length > 1 || mod) ? "shift+" : "";
  return `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shift}${key}`;
}

/** Listens once for all keys of the page, and knows which are bound now. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [bound] = useState<Bound>(() => new Set());
  useEffect(() => {
    let before = { name: "", at: 0 };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf(event);
      // When it was pressed: a busy page hears both keys late.
      const at = event.timeStamp;
      const sequence = at - before.at < SEQUENCE_MS ? `${before.name} ${name}` : undefined;
      const bindings = [...bound].reverse().flatMap((group) => group().bindings);
      const binding =
        bindings.find(({ keys }) => keys === sequence) ?? bindings.find(({ keys }) => keys === name);
      before = { name, at };
      if (!binding || isOperating(event)) return;
      // A dialog in front owns the keyboard; what lies behind it must not act.
      const isElsewhere = isTyping(event.target) || document.querySelector("[aria-modal=true]") !== null;
      if (isElsewhere && !binding.always) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [bound]);
  return <KeysContext value={bound}>{children}</KeysContext>;
}

function useBound(): Bound {
  const bound = useContext(KeysContext);
  if (!bound) throw new Error("keys were bound outside the KeysProvider");
  return bound;
}

/** Binds keys as long as the component is on the page; `?` lists them under `title`. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const bound = useBound();
  const latest = useRef<BoundGroup>({ title, bindings });
  useEffect(() => {
    latest.current = { title, bindings };
  });
  useEffect(() => {
    const group = () => latest.current;
    bound.add(group);
    return () => {
      bound.delete(group);
    };
  }, [bound]);
}

/** Reads what is bound at this moment, for the sheet behind `?`; parts with one title are listed together. */
export function useBoundKeys(): () => BoundGroup[] {
  const bound = useBound();
  return () => {
    const groups = new Map<string, Map<string, KeyBinding>>();
    for (const group of bound) {
      const { title, bindings } = group();
      const known = groups.get(title) ?? new Map<string, KeyBinding>();
      for (const binding of bindings) known.set(binding.keys || binding.label, binding);
      if (known.size) groups.set(title, known);
    }
    return [...groups].map(([title, known]) => ({ title, bindings: [...known.values()] }));
  };
}
