import { IconBolt } from "@tabler/icons-react";
import { DateTimeText } from "@/components/ui/format/moment";
import { MemberAvatar } from "@/components/ui/member-avatar";
import type { ActivityItem } from "@/server/cases/schema";
import css from "./evidence.module.css";
import { Section } from "./section";

/** What happened, newest first, in sentences; what people wrote is quoted. */
export function Activity({ activity }: { activity: readonly ActivityItem[] }) {
  return (
    <Section id="activity" title="Activity">
      <ol className={css.card}>
        {activity.map((item) => (
          <li key={item.id} className={css.activity}>
            {item.text.startsWith(item.actor) ? (
              <MemberAvatar name={item.actor} size={22} />
            ) : (
              <span className={css.machine}>
                <IconBolt size={13} aria-hidden />
              </span>
            )}
            <div>
              {item.text}
              {item.quote && (
                <blockquote className={css.quote}>
                  <bdi>{item.quote}</bdi>
                </blockquote>
              )}
            </div>
            <span className={css.checkAge}>
              <DateTimeText at={item.at} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
