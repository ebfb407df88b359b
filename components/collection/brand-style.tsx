import { type Accent, accentsOf } from "./brand-colors";

/* Twice `:root`, so that it outweighs Mantine's own variables wherever they are written. */
const rules = (selector: string, { accent, ink, soft, line }: Accent) => `${selector}{
--gh-accent:${accent};--gh-accent-ink:${ink};--gh-accent-soft:${soft};--gh-accent-line:${line};--gh-focus:${accent};
--mantine-primary-color-filled:${accent};--mantine-primary-color-filled-hover:${accent};
--mantine-primary-color-contrast:${ink};--mantine-primary-color-light:${soft};
--mantine-primary-color-light-hover:${soft};--mantine-primary-color-light-color:${accent};
--mantine-color-accent-filled:${accent};--mantine-color-accent-light-hover:${soft};
--mantine-color-accent-light-color:${accent};--mantine-color-anchor:${accent}}`;

/** The asking company's colour in place of ours, on its applicants' pages only. */
export function BrandStyle({ color }: { color: string }) {
  const { light, dark } = accentsOf(color);
  return (
    <style>{rules(":root:root", light) + rules(":root:root[data-mantine-color-scheme=dark]", dark)}</style>
  );
}
