"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import type { Failure } from "@/components/trpc/failure";
import type { Text } from "./messages/translate";
import css from "./pages.module.css";

/** Why something was not done, with what to quote. The button that tried it stays where it is. */
export function FailureNote({ failure, text }: { failure: Failure; text: Text }) {
  return (
    <div className={css.note} data-tone="failed" role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <span>
        {failure.code === "OFFLINE" ? text("failed.offline") : failure.message}{" "}
        {failure.reference && text("failed.reference", { reference: failure.reference })}
      </span>
    </div>
  );
}
