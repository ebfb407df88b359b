import {
  IconArrowsJoin,
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBolt,
  IconCalculator,
  IconCircleCheck,
  IconDatabaseEdit,
  IconDatabaseSearch,
  IconFlagCheck,
  IconForms,
  IconGauge,
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
  IconTable,
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
  calculator: IconCalculator,
  "circle-check": IconCircleCheck,
  "database-edit": IconDatabaseEdit,
  "database-search": IconDatabaseSearch,
  "flag-check": IconFlagCheck,
  forms: IconForms,
  gauge: IconGauge,
  hourglass: IconHourglass,
  "list-check": IconListCheck,
  "list-search": IconListSearch,
  mail: IconMail,
  "mail-question": IconMailQuestion,
  repeat: IconRepeat,
  "player-play": IconPlayerPlay,
  "shield-check": IconShieldCheck,
  sitemap: IconSitemap,
  table: IconTable,
  "user-check": IconUserCheck,
  "world-share": IconWorldShare,
};

export function NodeIcon({ name, size = 16 }: { name: string; size?: number }) {
  const Icon = Object.hasOwn(nodeIcons, name) ? nodeIcons[name]! : IconQuestionMark;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
