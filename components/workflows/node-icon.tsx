import {
  IconArrowsJoin,
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBolt,
  IconCircleCheck,
  IconDatabaseEdit,
  IconDatabaseSearch,
  IconFlagCheck,
  IconForms,
  IconHourglass,
  IconListCheck,
  IconListSearch,
  IconMail,
  IconMailQuestion,
  IconPlayerPlay,
  IconQuestionMark,
  IconRepeat,
  IconShieldCheck,
  IconSitemap,
  IconUserCheck,
  IconWorldShare,
  type TablerIcon,
} from "@tabler/icons-react";

/** Pictures by the names that definitions give them; a test keeps the table complete. */
export const nodeIcons: Readonly<Record<string, TablerIcon>> = {
  "arrows-join": IconArrowsJoin,
  "arrows-split": IconArrowsSplit,
  "arrows-split-2": IconArrowsSplit2,
  bolt: IconBolt,
  "circle-check": IconCircleCheck,
  "database-edit": IconDatabaseEdit,
  "database-search": IconDatabaseSearch,
  "flag-check": IconFlagCheck,
  forms: IconForms,
  hourglass: IconHourglass,
  "list-check": IconListCheck,
  "list-search": IconListSearch,
  mail: IconMail,
  "mail-question": IconMailQuestion,
  repeat: IconRepeat,
  "player-play": IconPlayerPlay,
  "shield-check": IconShieldCheck,
  sitemap: IconSitemap,
  "user-check": IconUserCheck,
  "world-share": IconWorldShare,
};

export function NodeIcon({ name, size = 16 }: { name: string; size?: number }) {
  const Icon = Object.hasOwn(nodeIcons, name) ? nodeIcons[name]! : IconQuestionMark;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
