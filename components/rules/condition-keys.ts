import type { KeyboardEvent } from "react";
import type { PartAct } from "./condition-desk";

type KeyAct = PartAct | "next" | "previous";

const anywhere: { readonly [key: string]: KeyAct } = {
  ...{ "mod+arrowup": "up", "mod+arrowdown": "down", "mod+d": "duplicate", "mod+g": "wrap" },
  ...{ "mod+shift+g": "unwrap", "mod+/": "leave-out" },
};
const offText: { readonly [key: string]: KeyAct } = { "mod+arrowleft": "out", "mod+arrowright": "in" };
const onHandle: { readonly [key: string]: KeyAct } = {
  ...{ "mod+c": "copy", "mod+x": "cut", "mod+v": "paste" },
  ...{ delete: "remove", backspace: "remove", arrowup: "previous", arrowdown: "next" },
};

const isWritten = (target: EventTarget) =>
  target instanceof HTMLInputElement && !target.readOnly && !/^(checkbox|radio)$/.test(target.type);

/** What a key does, and to which part: that of the row it is pressed in. Letters of a text stay the text's. */
export function partOfKey(event: KeyboardEvent<HTMLElement>): { act: KeyAct; part: string } | undefined {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement)) return undefined;
  const row = target.closest<HTMLElement>("[data-part]");
  const part = row?.dataset["part"];
  // A condition inside a test has its own keys; menus and lists of choices stand elsewhere on the page.
  if (part === undefined || row?.closest("[data-condition-editor]") !== event.currentTarget) return undefined;
  const mod = event.metaKey || event.ctrlKey;
  const key = `${mod ? "mod+" : ""}${mod && event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
  const act =
    anywhere[key] ??
    (isWritten(target) ? undefined : offText[key]) ??
    (target.closest("[data-handle]") ? onHandle[key] : undefined);
  return act && { act, part };
}
