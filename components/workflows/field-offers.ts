import type { SettingsSchema } from "@/server/engine/settings-schema";
import type { Available, AvailableField } from "@/server/workflows/available/policy";

/** A field as it would be written into a setting. */
export interface FieldOffer {
  /** `forms.owners.owners[]` where elements are meant. */
  value: string;
  field: AvailableField;
}

/** The fields that a setting can take, in the way its pattern wants them written. */
export function offersFor(
  available: Available,
  schema: Pick<SettingsSchema, "pattern" | "x-types">,
): FieldOffer[] {
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern);
  const wantsElements = schema.pattern?.endsWith("\\[\\]$") ?? false;
  const wanted = schema["x-types"];
  return available.fields.flatMap((field): FieldOffer[] => {
    if (wanted && field.type !== "any" && !wanted.includes(field.type)) return [];
    const value = wantsElements && !field.path.endsWith("[]") ? `${field.path}[]` : field.path;
    if (wantsElements && field.type !== "list" && field.type !== "any") return [];
    if (pattern && !pattern.test(value)) return [];
    return [{ value, field }];
  });
}

interface OfferGroup {
  name: string;
  title: string;
  offers: FieldOffer[];
}

/** More than this nobody reads through: who wants another one writes a letter more. */
const MOST_SHOWN = 120;

/** What fits the words, grouped by where it comes from; `left` is how many more fit. */
export function searchOffers(
  offers: readonly FieldOffer[],
  search: string,
): { groups: OfferGroup[]; left: number } {
  const words = search
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  const found = offers.filter(({ value, field }) => {
    const text = `${value} ${field.title} ${field.origin.title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = new Map<string, OfferGroup>();
  for (const offer of found.slice(0, MOST_SHOWN)) {
    const { kind, title } = offer.field.origin;
    const name = `${kind} ${title}`;
    const group = groups.get(name) ?? { name, title, offers: [] };
    group.offers.push(offer);
    groups.set(name, group);
  }
  return { groups: [...groups.values()], left: Math.max(0, found.length - MOST_SHOWN) };
}
