import css from "./kbd.module.css";

const names: Record<string, string> = {
  mod: "Ctrl",
  enter: "Enter",
  escape: "Esc",
  space: "Space",
  shift: "Shift",
  arrowup: "↑",
  arrowdown: "↓",
  arrowright: "→",
  arrowleft: "←",
  delete: "Del",
};

/** The keys of a binding such as `mod+k`, one cap each. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {(keys === "+" ? ["+"] : keys.split("+")).map((key) => (
        <kbd key={key} className={css.cap}>
          {names[key.toLowerCase()] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}
