"use client";

import type { FieldTemplateProps } from "@rjsf/utils";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect } from "react";
import { ariaOf, helpIdOf, helpOf, labelIdOf, problemIdOf } from "../aria";
import { isFew } from "../fields/choice";
import css from "../form.module.css";
import type { FieldKind } from "../kind";
import { useFormText } from "../text";

/** Kinds drawn as several controls: their name is a heading of the group, not the label of one input. */
const several: ReadonlySet<FieldKind> = new Set(["choices", "yes_no", "date", "documents", "list", "money"]);

/** Mantine's inputs know only the help of their own wrapper and drop ours, so the control is told afterwards. */
function useDescription(id: string, describedBy: string | undefined) {
  useEffect(() => {
    const control = document.getElementById(id);
    if (describedBy) control?.setAttribute("aria-describedby", describedBy);
    else control?.removeAttribute("aria-describedby");
  });
}

/** One question: its name above, its help below, what to mend in words beside it. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, schema, uiSchema, children, rawErrors, required, hidden } = props;
  const { text } = useFormText();
  const kind = (uiSchema?.["ui:kind"] ?? "group") as FieldKind;
  useDescription(id, kind === "group" ? undefined : ariaOf(props)["aria-describedby"]);
  if (hidden) return <div hidden>{children}</div>;
  if (kind === "group") return children;

  const isGroup = several.has(kind) || (kind === "choice" && isFew(schema));
  const { help, example } = helpOf(schema, uiSchema);
  const name = (
    <>
      {label} {!required && <span className={css.optional}>{text("form.optional")}</span>}
    </>
  );
  // Where a heading beside it says the name already, the field still needs one of its own for whoever cannot see.
  const labelClass = uiSchema?.["ui:label"] === false ? css.ears : css.label;
  const isList = kind === "list";
  const words = (help || example) && (
    <p id={helpIdOf(id)} className={css.help} data-above={isList || undefined}>
      {help} {/* Isolated, so that a number keeps its order among right-to-left words. */}
      {example && text("form.example", { example: `\u2068${example}\u2069` })}
    </p>
  );
  return (
    <div data-field={kind}>
      {kind !== "consent" &&
        (isGroup ? (
          <div id={labelIdOf(id)} className={labelClass}>
            {name}
          </div>
        ) : (
          <label id={labelIdOf(id)} className={labelClass} htmlFor={id}>
            {name}
          </label>
        ))}
      {isList && words}
      {children}
      {rawErrors?.map((message, index) => (
        <p key={message} {...(index === 0 ? { id: problemIdOf(id) } : {})} className={css.problem}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{message}</span>
        </p>
      ))}
      {!isList && words}
    </div>
  );
}
