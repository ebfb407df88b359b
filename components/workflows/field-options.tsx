import { Combobox } from "@mantine/core";
import { FieldOption } from "@/components/rules/field-option";
import { type FieldOffer, searchOffers } from "./field-offers";
import css from "./field-picker.module.css";

/** The fields one can choose from, by where they come from. */
export function FieldOptions({
  offers,
  search,
  sample,
}: {
  offers: readonly FieldOffer[];
  search: string;
  sample: (path: string) => string | undefined;
}) {
  const { groups, left } = searchOffers(offers, search);
  return (
    <Combobox.Options className={css.options}>
      {groups.length === 0 && (
        <Combobox.Empty className={css.empty}>
          {offers.length === 0 ? "Nothing that fits is known here yet." : "No field here is called so."}
        </Combobox.Empty>
      )}
      {groups.map((group) => (
        <Combobox.Group key={group.name} label={group.title}>
          {group.offers.map(({ value, field }) => (
            <Combobox.Option key={value} value={value}>
              <FieldOption field={field} path={value} sample={sample(value)} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      ))}
      {left > 0 && <Combobox.Footer>{left} more; write another letter to find them.</Combobox.Footer>}
    </Combobox.Options>
  );
}
