import {
  IconAsterisk,
  IconBraces,
  IconCalendar,
  IconCalendarTime,
  IconCoin,
  IconHash,
  IconHourglass,
  IconLetterCase,
  IconList,
  IconToggleLeft,
  type TablerIcon,
} from "@tabler/icons-react";
import type { FieldInfo, FieldType } from "@/server/rules/core/fields";

const types: Record<FieldType, { icon: TablerIcon; word: string }> = {
  text: { icon: IconLetterCase, word: "text" },
  number: { icon: IconHash, word: "number" },
  money: { icon: IconCoin, word: "money" },
  duration: { icon: IconHourglass, word: "duration" },
  boolean: { icon: IconToggleLeft, word: "yes or no" },
  date: { icon: IconCalendar, word: "date" },
  date_time: { icon: IconCalendarTime, word: "date and time" },
  list: { icon: IconList, word: "list" },
  object: { icon: IconBraces, word: "details" },
  any: { icon: IconAsterisk, word: "anything" },
};

/** What a field holds, in a word: “list of text”. */
export const typeWord = ({ type, of, isCountry }: Pick<FieldInfo, "type" | "of" | "isCountry">): string =>
  isCountry
    ? "country"
    : type === "list" && of !== undefined
      ? `list of ${types[of].word}`
      : types[type].word;

export function FieldTypeIcon({ type }: { type: FieldType }) {
  const { icon: Icon } = types[type];
  return <Icon size={15} stroke={1.6} aria-hidden />;
}
