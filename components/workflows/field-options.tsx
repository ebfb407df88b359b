import { Combobox } from "@mantine/core";
import { type FieldOffer, searchOffers } from "./field-offers";
import css from "./field-picker.module.css";
import { FieldTypeIcon, typeWord } from "./field-type";

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
          {group.offers.map(({ value, field }) => {
            const seen = sample(value);
            return (
              <Combobox.Option key={value} value={value} className={css.option ?? ""}>
                <FieldTypeIcon type={field.type} />
                <span className={css.name}>
                  {field.title}
                  <span className={css.type}> {typeWord(field)}</span>
                  {!field.isAlways && <span className={css.sometimes}> only on some ways</span>}
                </span>
                {seen !== undefined && <span className={css.sample}>{seen}</span>}
                <code className={css.path}>{value}</code>
              </Combobox.Option>
            );
          })}
        </Combobox.Group>
      ))}
      {left > 0 && <Combobox.Footer>{left} more; write another letter to find them.</Combobox.Footer>}
    </Combobox.Options>
  );
}
