import type { ReactNode } from "react";
import css from "./settings-frame.module.css";
import { SettingsNav } from "./settings-nav";

/** Settings: their pages beside the one that is open, above it where room is short. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  return (
    <div className={css.frame}>
      <div className={css.nav}>
        <SettingsNav />
      </div>
      <div>{children}</div>
    </div>
  );
}
