import type { RefObject } from "react";
import type { SettingPath } from "../../settings-values";

const FIELDS = "input:not([type=hidden]),textarea,select,[role=combobox],button";

/** Brings a setting into sight and puts the cursor into it; the nearest around it, when it has no field of its own. */
export function showSetting(panel: RefObject<HTMLElement | null>, setting: SettingPath): () => void {
  if (setting.length === 0) return () => undefined;
  // Once what hides it has opened.
  const frame = requestAnimationFrame(() => {
    for (let end = setting.length; end > 0; end--) {
      const key = CSS.escape(setting.slice(0, end).join("."));
      const found = panel.current?.querySelector<HTMLElement>(
        `div[data-setting="${key}"],li[data-setting="${key}"]`,
      );
      if (!found) continue;
      found.scrollIntoView({ block: "center" });
      found.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true });
      return;
    }
  });
  return () => cancelAnimationFrame(frame);
}
