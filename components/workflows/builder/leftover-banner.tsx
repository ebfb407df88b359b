import { Button } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { formatCount } from "@/components/ui/format/words";
import { tell, tellFailure } from "@/components/ui/tell";
import { type MadeStep, replayed } from "@/server/workflows/replay/policy";
import css from "./builder.module.css";
import type { Builder } from "./use-builder";

interface LeftoverBannerProps {
  builder: Pick<Builder, "parts" | "edit" | "isReadOnly">;
  /** Steps that were made in this window and never saved, because somebody else took the draft. */
  steps: readonly MadeStep[];
  /** Those that could not be made again when it was tried. */
  hasTried: boolean;
  /** What is left of them: none when they were made again or let go. */
  onLeft: (steps: readonly MadeStep[]) => void;
}

const isOrAre = (count: number) => (count === 1 ? "is" : "are");

/** What was done here and is in nobody's draft: made again on what the others saved, copied, or let go. */
export function LeftoverBanner({ builder, steps, hasTried, onLeft }: LeftoverBannerProps) {
  const [isLetting, setLetting] = useState(false);
  const count = formatCount(steps.length, "step");
  const words = steps.map((step) => step.words);
  const again = () => {
    const { made, left } = replayed(steps, builder.parts);
    for (const { words, parts } of made) builder.edit(words, () => parts);
    onLeft(left);
    if (left.length === 0) tell(`${formatCount(steps.length, "step")} made again`);
  };
  const copy = () =>
    void (navigator.clipboard?.writeText(words.join("\n")) ?? Promise.reject()).then(
      () => tell("Copied, a line for each step"),
      () => tellFailure("This browser lets no page copy. Mark the words and copy them by hand."),
    );
  return (
    <section className={css.taken} aria-label="Steps that are not saved">
      <IconRestore size={16} aria-hidden />
      <p>
        <b>
          {hasTried
            ? `${count} could not be made again:`
            : `${count} made here ${isOrAre(steps.length)} not in the draft:`}
        </b>{" "}
        {words.join("; ")}.{" "}
        {hasTried
          ? "What they changed is gone, or says something else now. Make them by hand, or let them go."
          : builder.isReadOnly
            ? "They stay in this window. Take the draft over to make them again."
            : "Made again, they change nothing that was saved meanwhile."}
      </p>
      <Button size="xs" variant="subtle" color="gray" onClick={copy}>
        Copy
      </Button>
      {!builder.isReadOnly && (
        <>
          <Button size="xs" variant="subtle" color="gray" onClick={() => setLetting(true)}>
            Let {steps.length === 1 ? "it" : "them"} go
          </Button>
          {!hasTried && (
            <Button size="xs" onClick={again}>
              Make {steps.length === 1 ? "it" : "them"} again
            </Button>
          )}
        </>
      )}
      <Confirm
        opened={isLetting}
        onClose={() => setLetting(false)}
        title={`Let ${count} go?`}
        verb="Let go"
        onConfirm={() => {
          setLetting(false);
          onLeft([]);
        }}
      >
        They were never saved, and nothing brings them back: {words.join("; ")}.
      </Confirm>
    </section>
  );
}
