import type { RefObject } from "react";
import type { SettingPath } from "../../settings-values";

const FIELDS = "input:not([type=hidden]),textarea,select,[role=combobox],button";
/** How many pictures of the page what hides the setting has to open. */
const PATIENCE = 10;

/** Brings a setting into sight and puts the cursor into it; the nearest around it, when it has no field of its own. */
export function showSetting(
  panel: RefObject<HTMLElement | null>,
  setting: SettingPath,
  onShown: () => void,
): () => void {
  let frame = 0;
  const look = (tries: number) => {
    const found = tries < PATIENCE ? fieldAt(panel, setting) : nearestField(panel, setting);
    if (!found && tries < PATIENCE) {
      frame = requestAnimationFrame(() => look(tries + 1));
      return;
    }
    found?.scrollIntoView({ block: "center" });
    found?.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true });
    onShown();
  };
  frame = requestAnimationFrame(() => look(setting.length === 0 ? PATIENCE : 0));
  return () => cancelAnimationFrame(frame);
}

function fieldAt(panel: RefObject<HTMLElement | null>, setting: SettingPath): HTMLElement | null {
  const key = CSS.escape(setting.join("."));
  return panel.current?.querySelector<HTMLElement>(`[data-setting="${key}"]`) ?? null;
}

function nearestField(panel: RefObject<HTMLElement | null>, setting: SettingPath): HTMLElement | null {
  for (let end = setting.length; end > 0; end--) {
    const found = fieldAt(panel, setting.slice(0, end));
    if (found) return found;
  }
  return null;
}
