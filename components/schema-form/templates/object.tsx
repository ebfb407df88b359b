"use client";

import type { ObjectFieldTemplateProps } from "@rjsf/utils";
import { helpIdOf } from "../aria";
import css from "../form.module.css";

/** Fields under each other; below the root they are a named group. */
export function ObjectTemplate({
  title,
  description,
  properties,
  fieldPathId,
  uiSchema,
}: ObjectFieldTemplateProps) {
  const fields = properties
    .filter((property) => !property.hidden)
    .map((property) => <div key={property.name}>{property.content}</div>);
  const isRoot = fieldPathId.path.length === 0;
  const isNamed = Boolean(title) && uiSchema?.["ui:label"] !== false;
  if (isRoot || !isNamed) return <div className={css.fields}>{fields}</div>;
  return (
    <fieldset className={css.group} aria-describedby={description ? helpIdOf(fieldPathId.$id) : undefined}>
      <legend className={css.legend}>{title}</legend>
      {description && (
        <p id={helpIdOf(fieldPathId.$id)} className={css.groupHelp}>
          {description}
        </p>
      )}
      <div className={`${css.fields} ${css.groupBody}`}>{fields}</div>
    </fieldset>
  );
}
