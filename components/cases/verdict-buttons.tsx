import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format/words";
import { Kbd } from "@/components/ui/kbd";
import type { Verdict } from "@/db/enums/enums";
import css from "./decision.module.css";

interface VerdictButtonsProps {
  count: number;
  /** What keeps each verdict closed, in words; null when it is open. */
  why: Record<Verdict, string | null>;
  onAsk: (verdict: Verdict) => void;
}

/** The three verdicts with their counts and keys. A blocked one says below what opens it. */
export function VerdictButtons({ count, why, onAsk }: VerdictButtonsProps) {
  const reasons = [...new Set(Object.values(why).filter((text) => text !== null))];
  const isSending = count > 0 && why.send_back === null;
  return (
    <div className={css.buttons}>
      <Button
        fullWidth
        size="md"
        variant={isSending ? "filled" : "default"}
        disabled={why.send_back !== null}
        leftSection={<IconArrowBackUp size={17} aria-hidden />}
        rightSection={<Kbd keys="s" />}
        onClick={() => onAsk("send_back")}
        aria-describedby="verdict-why"
      >
        {count > 0 ? `Send back ${formatCount(count, "item")}` : "Send back"}
      </Button>
      <div className={css.two}>
        <Button
          size="md"
          variant={isSending ? "default" : "filled"}
          disabled={why.approve !== null}
          leftSection={<IconCircleCheck size={17} aria-hidden />}
          rightSection={<Kbd keys="a" />}
          onClick={() => onAsk("approve")}
          aria-describedby="verdict-why"
        >
          Approve
        </Button>
        <Button
          size="md"
          variant="default"
          disabled={why.decline !== null}
          className={css.decline ?? ""}
          leftSection={<IconCircleX size={17} aria-hidden />}
          rightSection={<Kbd keys="d" />}
          onClick={() => onAsk("decline")}
          aria-describedby="verdict-why"
        >
          Decline
        </Button>
      </div>
      <p id="verdict-why" className={css.voice}>
        {reasons.join(" ")}
      </p>
    </div>
  );
}
