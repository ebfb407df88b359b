import type { FieldInfo } from "@/server/rules/core/fields";
import { large } from "@/server/rules/core/words";
import css from "./field-option.module.css";
import { FieldTypeIcon, typeWord } from "./field-type";

/** A field in a list to choose from: what it is called and holds, whether it is always there, and its path. */
export function FieldOption({
  field,
  path,
  sample,
}: {
  /** `isAlways` false: some runs come by without it. */
  field: FieldInfo & { isAlways?: boolean };
  /** As it would be written. */
  path: string;
  sample: string | undefined;
}) {
  return (
    <span className={css.option}>
      <FieldTypeIcon type={field.type} />
      <span className={css.name}>
        {large(field.title)}
        {path.slice(0, -2).includes("[]") && " (any entry)"}
        <span className={css.type}> {typeWord(field)}</span>
        {field.isAlways === false && <span className={css.sometimes}> only on some ways</span>}
      </span>
      {sample !== undefined && <span className={css.sample}>{sample}</span>}
      <code className={css.path}>{path}</code>
    </span>
  );
}
