"use client";

import { IconAlertTriangle, IconCheck, IconCloudOff } from "@tabler/icons-react";
import type { SaveState } from "./keeper";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";

/** Quietly says whether the typing is safe. */
export function SaveNote({ state, text }: { state: SaveState; text: Text }) {
  return (
    <span className={css.save} role="status" data-tone={state.is}>
      {state.is === "saving" && text("save.saving")}
      {state.is === "saved" && (
        <>
          <IconCheck size={16} aria-hidden />
          {text("save.saved")}
        </>
      )}
      {state.is === "waiting" && (
        <>
          <IconCloudOff size={16} aria-hidden />
          {text("save.waiting")}
        </>
      )}
      {state.is === "stopped" && (
        <>
          <IconAlertTriangle size={16} aria-hidden />
          {text("save.stopped", { message: state.message })}
        </>
      )}
    </span>
  );
}
