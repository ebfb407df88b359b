import css from "./run-page.module.css";

/** Stored data as it is, for those who look that closely. Long ones scroll in their own box. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const isEmpty =
    value === null ||
    value === undefined ||
    (typeof value === "object" && Object.keys(value as object).length === 0);
  if (isEmpty) return <p className={css.quiet}>Nothing</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
    <section className={css.json} tabIndex={0} aria-label={label}>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}
