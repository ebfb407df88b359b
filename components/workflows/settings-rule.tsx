"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { WhereEditorContext } from "@/components/rules/condition-desk";
import { ConditionEditor } from "@/components/rules/condition-editor";
import { FormulaInput } from "@/components/rules/formula-input";
import { OperandEditor } from "@/components/rules/operand-editor";
import { fieldsFor, startTest } from "@/components/rules/tests";
import type { PlanSource } from "@/server/engine/node";
import { condition, expression, operand } from "@/server/rules/core/ast";
import { conditionText } from "@/server/rules/core/sentences";
import { asSentence } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import { type FieldHome, FormFields } from "./form-fields";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { SettingsJson } from "./settings-json";
import { problemKey } from "./settings-values";

/** What has an editor of its own: a condition, where a value comes from, a formula, the fields of a form. */
export function SettingsRule(props: FieldProps) {
  const { schema, path, value, title = "", context } = props;
  const set = (next: unknown) => context.change(path, next);
  const problem = context.problems.get(problemKey(path));
  switch (schema["x-editor"]) {
    case "condition":
      return <ConditionSetting {...props} />;
    case "operand": {
      const read = operand.safeParse(value);
      if (!read.success) break;
      return (
        <fieldset className={classes.group}>
          <legend>{title}</legend>
          <WhereEditorContext value={ConditionEditor}>
            <OperandEditor
              label={title}
              operand={read.data}
              fields={context.fields()}
              list={undefined}
              subject={undefined}
              onChange={set}
            />
          </WhereEditorContext>
          {problem && <p className={classes.problem}>{problem}</p>}
        </fieldset>
      );
    }
    case "formula": {
      const read = expression.safeParse(value);
      if (!read.success) break;
      return (
        <FormulaInput
          label={title}
          description={schema.description}
          isLabelShown
          fields={context.fields()}
          formula={read.data}
          onChange={set}
        />
      );
    }
    case "fields":
      return (
        <fieldset className={classes.group}>
          <legend>{title}</legend>
          <FormFields
            label={title}
            page={(value ?? {}) as { [keyword: string]: unknown }}
            home={homeOf(context.source, value)}
            documents={(context.source as WorkflowDocument | undefined)?.settings.documentTypes ?? {}}
            onChange={set}
          />
        </fieldset>
      );
  }
  return <SettingsJson {...props} />;
}

/** Where the fields of a form's page stand in a workflow that is whole; of an example's few parts nothing is known. */
function homeOf(source: PlanSource | undefined, schema: unknown): FieldHome | undefined {
  if (!source || !("format" in source)) return undefined;
  const document = source as unknown as WorkflowDocument;
  const form = Object.values(document.forms).find(({ pages }) =>
    pages.some((page) => page.schema === schema),
  );
  return (
    form && {
      path: `forms.${form.key}`,
      mentionsOf(path) {
        const all = usageOf(document).of("field", path);
        const asked = all.filter(({ how }) => how === "writes").length;
        return { asked, read: all.length - asked };
      },
    }
  );
}

function ConditionSetting(props: FieldProps) {
  const { schema, path, value, title = "", isRequired, context } = props;
  const fields = context.fields();
  const read = useMemo(() => condition.safeParse(value), [value]);
  const problem = context.problems.get(problemKey(path));
  const begin = () => context.change(path, startTest("c1", fieldsFor(fields, undefined)));
  if (value === undefined)
    return (
      <fieldset className={classes.group}>
        <legend>{title}</legend>
        {schema.description && <p className={classes.help}>{schema.description}</p>}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: "flex-start" }}
          onClick={begin}
        >
          Add a condition
        </Button>
      </fieldset>
    );
  // What is written in no form of ours is shown as it is, and can be mended there.
  if (!read.success) return <SettingsJson {...props} />;
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {schema.description && <p className={classes.help}>{schema.description}</p>}
      <ConditionEditor
        label={title}
        condition={read.data}
        fields={fields}
        settingKey={problemKey(path)}
        onChange={(next) => context.change(path, next)}
      />
      <p className={classes.sentence}>{asSentence(conditionText(read.data, context.words()))}</p>
      {problem && <p className={classes.problem}>{problem}</p>}
      {!isRequired && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          style={{ alignSelf: "flex-start" }}
          onClick={() => context.change(path, undefined)}
        >
          Without a condition
        </Button>
      )}
    </fieldset>
  );
}
