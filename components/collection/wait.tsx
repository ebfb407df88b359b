"use client";

import { IconCheck, IconClock } from "@tabler/icons-react";
import { useEffect } from "react";
import type { ApplicantView } from "@/server/collection/schema";
import frame from "./frame.module.css";
import type { Text } from "./messages/translate";
import { sayMoment } from "./moments";
import css from "./pages.module.css";

/** Nothing to do: what was handed in, what happens now, where the news will stand. */
export function Wait({ view, text }: { view: ApplicantView; text: Text }) {
  const { submittedAt, locale, timeZone, brand, redirectUrl, applicationId } = view;
  useEffect(() => {
    document.title = `${text("wait.title")} · ${brand.name}`;
  }, [text, brand.name]);
  return (
    <div className={frame.column}>
      <main className={css.main} id="form">
        <span className={css.chip} data-tone="waiting">
          <IconClock size={16} aria-hidden />
          {text("wait.chip")}
        </span>
        <h1 className={css.title}>{text("wait.title")}</h1>
        <p className={css.lead}>{text("wait.lead")}</p>
        <div className={css.box}>
          <ol className={css.way}>
            <li>
              <span className={css.dot} data-is="done">
                <IconCheck size={14} stroke={2.4} aria-hidden />
              </span>
              <b>{text("wait.received")}</b>
              {submittedAt && <p>{sayMoment(submittedAt, locale, timeZone)}</p>}
            </li>
            <li aria-current="step">
              <span className={css.dot} data-is="now">
                <IconClock size={14} stroke={2.4} aria-hidden />
              </span>
              <b>{text("wait.checks")}</b>
              <p>{text("wait.checksNote")}</p>
            </li>
            <li>
              <span className={css.dot} />
              <b>{text("wait.person")}</b>
              <p>{text("wait.personNote")}</p>
            </li>
            <li>
              <span className={css.dot} />
              <b>{text("wait.decision")}</b>
              <p>{text("wait.decisionNote")}</p>
            </li>
          </ol>
        </div>
        <Closing {...{ text, applicationId, redirectUrl }} brandName={brand.name} note={text("wait.live")} />
      </main>
    </div>
  );
}

interface ClosingProps {
  text: Text;
  applicationId: string;
  redirectUrl: string | null;
  brandName: string;
  note?: string;
}

/** What an ended page leaves the reader with: the reference to quote, and the way back. */
export function Closing({ text, applicationId, redirectUrl, brandName, note }: ClosingProps) {
  return (
    <div className={css.after}>
      <dl className={css.facts}>
        <dt>{text("wait.reference")}</dt>
        <dd>
          <bdi className={css.mono}>{applicationId}</bdi>
        </dd>
      </dl>
      {note && <p className={css.quiet}>{note}</p>}
      {redirectUrl && (
        <p>
          <a className={css.primary} href={redirectUrl} rel="noreferrer">
            {text("wait.back", { brand: brandName })}
          </a>
        </p>
      )}
    </div>
  );
}
