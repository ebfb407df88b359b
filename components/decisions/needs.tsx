import { Button } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import css from "./home.module.css";

export type NeedTone = "decline" | "review" | "waiting" | "incident" | "neutral";

interface NeedProps {
  icon: TablerIcon;
  tone: NeedTone;
  title: string;
  text: ReactNode;
  href: string;
  verb: string;
}

/** One thing that asks for action, and the way to it. */
export function Need({ icon: Icon, tone, title, text, href, verb }: NeedProps) {
  return (
    <li className={css.need}>
      <span className={css.tile} data-tone={tone} aria-hidden>
        <Icon size={16} stroke={1.6} />
      </span>
      <div>
        <Link href={href} className={css.what}>
          {title}
        </Link>
        <div className={css.why}>{text}</div>
      </div>
      <Button component={Link} href={href} variant="default" tabIndex={-1} aria-hidden className={css.verb}>
        {verb}
      </Button>
    </li>
  );
}

export function Needs({
  title,
  note,
  action,
  children,
}: {
  title: string;
  note?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Panel title={title} note={note} action={action} flush>
      <ul className={css.needs}>{children}</ul>
    </Panel>
  );
}
