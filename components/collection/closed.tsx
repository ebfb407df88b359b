import frame from "./frame.module.css";
import { textIn } from "./messages/translate";
import css from "./pages.module.css";

/** For every link that does not open, whatever the reason: it must not tell whether the link ever existed. */
export function Closed({ locale = "en" }: { locale?: string }) {
  const text = textIn(locale);
  return (
    <div className={frame.column}>
      <main className={css.main} id="form">
        <h1 className={css.title}>{text("closed.title")}</h1>
        <p className={css.lead}>{text("closed.lead")}</p>
        <h2 className={css.askTitle}>{text("closed.what")}</h2>
        <ul className={css.reasons}>
          <li>{text("closed.again")}</li>
          <li>{text("closed.ask")}</li>
        </ul>
      </main>
    </div>
  );
}
