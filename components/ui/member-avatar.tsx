import { initialsOf } from "./format/words";
import css from "./member-avatar.module.css";

const hueOf = (text: string): number => {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + char.codePointAt(0)!) % 3600;
  return hash % 360;
};

/** A person as initials on a colour of their own; without a name, the empty seat. */
export function MemberAvatar({ name, size = 24 }: { name: string | undefined; size?: number }) {
  if (!name)
    return (
      <span
        className={css.seat}
        style={{ width: size, height: size }}
        title="Nobody"
        role="img"
        aria-label="Nobody"
        data-initials="+"
      />
    );
  return (
    <span
      className={css.avatar}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.42),
        ["--hue" as string]: hueOf(name),
      }}
      title={name}
      role="img"
      aria-label={name}
      data-initials={initialsOf(name)}
    />
  );
}
