"use client";

import { Modal } from "@mantine/core";
import { Kbd } from "@/components/ui/kbd";
import { useBoundKeys } from "@/components/ui/keys";
import css from "./keys-sheet.module.css";

/** Every key that does something on this page now. */
export function KeysSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const boundKeys = useBoundKeys();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys that work here" size={560}>
      {opened &&
        boundKeys().map((group) => (
          <section key={group.title} className={css.group} aria-label={group.title}>
            <h3 className={css.title}>{group.title}</h3>
            <dl className={css.list}>
              {group.bindings
                .filter(({ keys }) => keys !== "")
                .map((binding) => (
                  <div key={binding.keys} className={css.line}>
                    <dt>{binding.label}</dt>
                    <dd className={css.keys}>
                      {binding.keys.split(" ").map((keys) => (
                        <Kbd key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
    </Modal>
  );
}
