"use client";

// Not from the package's root, which drags its tests' validator along.
import Form from "@rjsf/core/lib/components/Form.js";
import type { RegistryFieldsType, RJSFSchema, UiSchema } from "@rjsf/utils";
import { useEffect, useMemo } from "react";
import { DeskProvider, type DocumentDesk } from "./desk";
import { ChoiceField } from "./fields/choice";
import { ChoicesField } from "./fields/choices";
import { CodeField } from "./fields/code";
import { ConsentField } from "./fields/consent";
import { CountryField } from "./fields/country";
import { DateField } from "./fields/date";
import { DocumentsField } from "./fields/documents";
import { EmailField } from "./fields/email";
import { IbanField } from "./fields/iban";
import { ListField } from "./fields/list";
import { LongTextField } from "./fields/long-text";
import { MoneyField } from "./fields/money";
import { NumberField } from "./fields/number";
import { PhoneField } from "./fields/phone";
import { SortCodeField } from "./fields/sort-code";
import { TextField } from "./fields/text";
import { UrlField } from "./fields/url";
import { YesNoField } from "./fields/yes-no";
import { FocusProvider, type FocusWish, focusSoon } from "./focus";
import css from "./form.module.css";
import type { FieldKind } from "./kind";
import { looksOf } from "./looks";
import { errorTree, type FormProblem, fieldPathOf } from "./problems";
import { ProblemsProvider } from "./shown";
import { FieldTemplate } from "./templates/field";
import { ObjectTemplate } from "./templates/object";
import { type FormText, FormTextProvider } from "./text";
import { validator } from "./validator";

const fields: RegistryFieldsType = {
  text: TextField,
  long_text: LongTextField,
  number: NumberField,
  money: MoneyField,
  date: DateField,
  country: CountryField,
  phone: PhoneField,
  email: EmailField,
  url: UrlField,
  choice: ChoiceField,
  choices: ChoicesField,
  yes_no: YesNoField,
  consent: ConsentField,
  iban: IbanField,
  sort_code: SortCodeField,
  code: CodeField,
  documents: DocumentsField,
  list: ListField,
} satisfies Record<Exclude<FieldKind, "group">, unknown>;

const templates = { FieldTemplate, ObjectFieldTemplate: ObjectTemplate };

/** Nothing stands in a form that nobody typed. */
const noDefaults = {
  arrayMinItems: { populate: "never" },
  emptyObjectFields: "skipDefaults",
  constAsDefaults: "never",
} as const;

export type FormValue = Record<string, unknown>;

export interface SchemaFormProps {
  /** Keeps the ids of two forms on one page apart; letters and digits. */
  id: string;
  schema: RJSFSchema;
  uiSchema?: UiSchema;
  value: FormValue;
  onChange: (value: FormValue) => void;
  /** A field was left; its dotted path. */
  onBlurField?: (path: string) => void;
  /** Everything that is not right yet. */
  problems: readonly FormProblem[];
  /** Which of the problems are said aloud already; the rest only count. */
  isShown: (path: string) => boolean;
  /** Where the cursor should go. */
  focus?: FocusWish | null;
  desk?: DocumentDesk;
  text: FormText;
  locale: string;
}

/** Cannot occur in a field's name, so a path can be read back from an id. */
const SEPARATOR = ":";

/** The id of a field's first control. */
export const fieldId = (form: string, path: string): string =>
  path === "" ? form : `${form}${SEPARATOR}${path.replaceAll(".", SEPARATOR)}`;

const pathOf = (form: string, field: string): string =>
  field.slice(form.length + 1).replaceAll(SEPARATOR, ".");

/** A form drawn from a JSON Schema. It holds no answers and knows no rules: both come in from outside. */
export function SchemaForm(props: SchemaFormProps) {
  const { id, schema, uiSchema, value, onChange, onBlurField, problems, isShown, focus, desk, text, locale } =
    props;
  const looks = useMemo(() => looksOf(schema, uiSchema), [schema, uiSchema]);
  const placed = useMemo(
    () => problems.map((one) => ({ ...one, path: fieldPathOf(schema, one.path) })),
    [problems, schema],
  );
  const errors = useMemo(() => errorTree(placed.filter((one) => isShown(one.path))), [placed, isShown]);
  const words = useMemo(() => ({ text, locale }), [text, locale]);

  useEffect(() => {
    if (focus) focusSoon(fieldId(id, focus.path));
  }, [focus, id]);

  return (
    <FormTextProvider value={words}>
      <DeskProvider value={desk}>
        <ProblemsProvider value={placed}>
          <FocusProvider value={focus ?? null}>
            <Form
              tagName="div"
              className={css.form!}
              idPrefix={id}
              idSeparator={SEPARATOR}
              schema={schema}
              uiSchema={looks}
              formData={value}
              validator={validator}
              fields={fields}
              templates={templates}
              extraErrors={errors}
              noValidate
              noHtml5Validate
              showErrorList={false}
              experimental_defaultFormStateBehavior={noDefaults}
              onChange={({ formData }) => onChange((formData ?? {}) as FormValue)}
              onBlur={(field) => onBlurField?.(pathOf(id, field))}
            >
              {true}
            </Form>
          </FocusProvider>
        </ProblemsProvider>
      </DeskProvider>
    </FormTextProvider>
  );
}
