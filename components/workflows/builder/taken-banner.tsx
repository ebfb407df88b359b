import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import css from "./builder.module.css";

/** What is said while this window may only read. */
export function TakenBanner({ title, onTake }: { title: string; onTake: () => void }) {
  return (
    <div className={css.taken} role="status">
      <IconLock size={16} aria-hidden />
      <p>
        <b>{title}</b> You can read it here. Take it over to change it; nothing can then be saved elsewhere.
      </p>
      <Button size="xs" variant="default" onClick={onTake}>
        Take over
      </Button>
    </div>
  );
}
