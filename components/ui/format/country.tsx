import { VisuallyHidden } from "@mantine/core";
import css from "./country.module.css";
import { countryName } from "./words";

/** A country as its two letters, with the name for ears and on hover; `long` writes the name out. */
export function Country({ code, long = false }: { code: string; long?: boolean }) {
  const name = countryName(code);
  return (
    <span className={css.country} title={name}>
      <span className={css.code} aria-hidden={long || name !== code}>
        {code.toUpperCase()}
      </span>
      {long ? name : name !== code && <VisuallyHidden>{name}</VisuallyHidden>}
    </span>
  );
}
