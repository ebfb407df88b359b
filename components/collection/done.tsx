"use client";

import { IconCircleCheck, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import { useEffect } from "react";
import type { ApplicantView } from "@/server/collection/schema";
import frame from "./frame.module.css";
import type { MessageKey } from "./messages/en";
import type { Text } from "./messages/translate";
import { sayMoment } from "./moments";
import css from "./pages.module.css";
import { Closing } from "./wait";

interface Sign {
  tone: "approve" | "decline" | "neutral";
  icon: typeof IconCircleCheck;
  word: MessageKey;
}

const neutral: Sign = { tone: "neutral", icon: IconInfoCircle, word: "done.decided" };
const signs: Record<string, Sign> = {
  positive: { tone: "approve", icon: IconCircleCheck, word: "done.approved" },
  negative: { tone: "decline", icon: IconCircleX, word: "done.declined" },
};
const closed: Sign = { tone: "neutral", icon: IconInfoCircle, word: "done.closed" };

/** How it ended, in the applicant's voice: neutral reasons, a person to ask, the way back. */
export function Done({ view, text }: { view: ApplicantView; text: Text }) {
  const { result, brand, locale, timeZone, redirectUrl, applicationId } = view;
  const { tone, icon: Icon, word } = result ? (signs[result.kind] ?? neutral) : closed;
  const title = result?.title ?? text("done.closedTitle");
  useEffect(() => {
    document.title = `${title} · ${brand.name}`;
  }, [title, brand.name]);
  return (
    <div className={frame.column}>
      <main className={css.main} id="form">
        <span className={css.chip} data-tone={tone}>
          <Icon size={16} aria-hidden />
          {text(word)}
        </span>
        <h1 className={css.title}>{title}</h1>
        <p className={css.lead}>
          {result
            ? text("done.decidedAt", { date: sayMoment(result.decidedAt, locale, timeZone) })
            : text("done.closedLead")}
        </p>
        {result && result.reasons.length > 0 && result.kind !== "positive" && (
          <section aria-labelledby="reasons">
            <h2 id="reasons" className={css.askTitle}>
              {text("done.reasons")}
            </h2>
            <ul className={css.reasons}>
              {result.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </section>
        )}
        {brand.supportEmail && <p>{text("done.help", { email: brand.supportEmail })}</p>}
        <Closing {...{ text, applicationId, redirectUrl }} brandName={brand.name} />
      </main>
    </div>
  );
}
