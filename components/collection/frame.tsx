import type { ReactNode } from "react";
import { BrandStyle } from "./brand-style";
import css from "./frame.module.css";
import { directionOf, textIn } from "./messages/translate";

interface FrameProps {
  locale: string;
  /** Absent where it must not be told who asked. */
  brand?: { name: string; color: string; supportEmail: string } | undefined;
  children: ReactNode;
}

/** What every page of an applicant stands in: the asking company's name and colour, never ours. */
export function Frame({ locale, brand, children }: FrameProps) {
  const text = textIn(locale);
  return (
    <div className={css.page} lang={locale} dir={directionOf(locale)}>
      {brand && <BrandStyle color={brand.color} />}
      <a className={css.skip} href="#form">
        {text("frame.skip")}
      </a>
      {brand && (
        <header className={css.brand}>
          <div className={css.column}>
            <span className={css.mark} aria-hidden>
              {[...brand.name][0]?.toUpperCase()}
            </span>
            <bdi className={css.name}>{brand.name}</bdi>
          </div>
        </header>
      )}
      <div className={css.sheet}>{children}</div>
      {brand?.supportEmail && (
        <footer className={`${css.column} ${css.foot}`}>
          <a href={`mailto:${brand.supportEmail}`}>
            {text("frame.help")}: <bdi>&nbsp;{brand.supportEmail}</bdi>
          </a>
        </footer>
      )}
    </div>
  );
}
