import { Select } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { RequirementWish } from "@/server/rules/core/ast";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { FieldSelect } from "../field-select";
import { NameSelect } from "./name-select";
import type { Names } from "./names";
import { ReasonField } from "./reason-field";
import css from "./rule-set.module.css";

/** What the applicant must still give: a document or an answer, of the party or of each entry the rule matched. */
export function RuleWishes({
  wishes,
  fields,
  names,
  wished,
  onChange,
}: {
  wishes: readonly RequirementWish[];
  fields: FieldCatalogue;
  names: Names;
  wished: string;
  onChange: (wishes: RequirementWish[]) => void;
}) {
  const asked = useMemo(
    () => [...fields.values()].filter(({ path, type }) => path.startsWith("forms.") && type !== "object"),
    [fields],
  );
  const whom = useMemo(() => {
    const lists = [...fields.values()].filter(
      ({ path, type, of }) => type === "list" && of === "object" && !path.includes("[]"),
    );
    return [
      { value: "party", label: "the applicant" },
      ...lists.map(({ path, title }) => ({
        value: `${path}[]`,
        label: `each one concerned in ${title.toLowerCase()}`,
      })),
    ];
  }, [fields]);
  return (
    <div className={css.rows}>
      {wishes.map((wish, i) => {
        const label = `Asks for ${i + 1}`;
        const set = (by: Partial<RequirementWish>) => onChange(wishes.with(i, { ...wish, ...by }));
        const choices = whom.some(({ value }) => value === wish.subject)
          ? whom
          : [...whom, { value: wish.subject, label: wish.subject }];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a wish has no name but its place
          <fieldset key={i} className={css.wish} aria-label={label}>
            <span className={css.word}>ask for</span>
            <Select
              size="xs"
              w={124}
              aria-label={`${label}: what`}
              allowDeselect={false}
              data={[
                { value: "document", label: "the document" },
                { value: "field", label: "the answer" },
              ]}
              value={wish.kind}
              onChange={(kind) =>
                kind &&
                set({
                  kind: kind as RequirementWish["kind"],
                  key:
                    kind === "document"
                      ? (names.documents[0]?.value ?? "document")
                      : (asked[0]?.path ?? "forms.form.field"),
                })
              }
            />
            {wish.kind === "document" ? (
              <NameSelect
                label={`${label}: kind of document`}
                one="kind of document"
                data={names.documents}
                value={wish.key}
                isNeeded
                onMake={(title) => names.make("documentType", title)}
                onChange={(key) => key && set({ key })}
              />
            ) : (
              <FieldSelect
                label={`${label}: answer`}
                fields={asked}
                value={wish.key}
                onChange={(key) => set({ key })}
              />
            )}
            <span className={css.word}>of</span>
            <Select
              size="xs"
              aria-label={`${label}: of whom`}
              allowDeselect={false}
              data={choices}
              value={wish.subject}
              comboboxProps={{ width: 280 }}
              onChange={(subject) => subject && set({ subject })}
            />
            <span className={css.word}>and say</span>
            <ReasonField
              label={`${label}: reason code`}
              names={names}
              value={wish.reasonCode}
              wished={wished}
              onChange={(reasonCode) => set({ reasonCode: reasonCode ?? wish.reasonCode })}
            />
            <IconButton
              label={`Do not ask for it (${label})`}
              icon={IconTrash}
              variant="subtle"
              color="gray"
              size="sm"
              onClick={() => onChange(wishes.toSpliced(i, 1))}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
