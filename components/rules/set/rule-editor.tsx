import { Button, Menu, NumberInput, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Rule } from "@/server/rules/core/ast";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { ruleSentence } from "@/server/rules/core/sentences";
import type { Words } from "@/server/rules/core/words";
import { ConditionEditor } from "../condition-editor";
import { NameSelect } from "./name-select";
import type { Names } from "./names";
import { ReasonField } from "./reason-field";
import { withEffect } from "./rule-edits";
import css from "./rule-set.module.css";
import { RuleWishes } from "./rule-wishes";
import { ValueRows } from "./value-rows";

interface RuleEditorProps {
  rule: Rule;
  fields: FieldCatalogue;
  words: Words;
  names: Names;
  /** What is wrong with a part of it: `code`, `reasonCode`. */
  problem: (part: string) => string | undefined;
  /** `rules.3`. */
  settingKey: string;
  onChange: (rule: Rule, words?: string) => void;
}

/** One rule: what it is called, when it holds, what follows, and all of it as a sentence. */
export function RuleEditor({ rule, fields, words, names, problem, settingKey, onChange }: RuleEditorProps) {
  const at = (part: string) => ({ "data-setting": `${settingKey}.${part}` });
  const said = useDeferredValue(rule);
  const { sentence } = useMemo(() => ruleSentence(said, words), [said, words]);
  const outcome = names.outcomes.find(({ key }) => key === rule.outcome);
  const lacksReason = outcome?.isNegative && rule.reasonCode === undefined;
  const set = <K extends keyof Rule>(key: K, value: Rule[K] | undefined) =>
    onChange(withEffect(rule, key, value));
  return (
    <div className={css.rule}>
      <div className={css.names}>
        <div {...at("code")} className={css.code}>
          <TextInput
            size="xs"
            label="Code"
            value={rule.code}
            error={problem("code")}
            onChange={(event) => onChange({ ...rule, code: event.currentTarget.value.toUpperCase() })}
          />
        </div>
        <div {...at("title")} className={css.grow}>
          <TextInput
            size="xs"
            label="Name of the rule"
            value={rule.title}
            error={problem("title")}
            onChange={(event) => onChange({ ...rule, title: event.currentTarget.value })}
          />
        </div>
        <Switch
          size="xs"
          label="In use"
          checked={rule.enabled}
          onChange={(event) => onChange({ ...rule, enabled: event.currentTarget.checked })}
        />
      </div>
      <p className={css.part}>If</p>
      <div {...at("when")}>
        <ConditionEditor
          label="When"
          condition={rule.when}
          fields={fields}
          settingKey={`${settingKey}.when`}
          onChange={(when, words) => onChange({ ...rule, when }, words && `${words} of ${rule.code}`)}
        />
      </div>
      <p className={css.part}>Then</p>
      <div className={css.then}>
        <span className={css.word}>propose</span>
        <div {...at("outcome")}>
          <Select
            size="xs"
            aria-label="Proposes"
            placeholder="no outcome"
            data={[
              ...names.outcomes.map(({ key, title }) => ({ value: key, label: title })),
              ...(rule.outcome !== undefined && !outcome
                ? [{ value: rule.outcome, label: `${rule.outcome} (is not there)` }]
                : []),
            ]}
            value={rule.outcome ?? null}
            error={problem("outcome")}
            clearable={rule.outcome !== undefined}
            onChange={(next) => set("outcome", next ?? undefined)}
          />
        </div>
        <span className={css.word}>add</span>
        <div {...at("points")}>
          <NumberInput
            size="xs"
            w={70}
            aria-label="Points"
            placeholder="0"
            min={-1000}
            max={1000}
            allowDecimal={false}
            hideControls
            value={rule.points ?? ""}
            onChange={(points) => set("points", typeof points === "number" ? points : undefined)}
          />
        </div>
        <span className={css.word}>points, and say</span>
        <div {...at("reasonCode")} className={css.grow}>
          <ReasonField
            label="Reason code"
            names={names}
            value={rule.reasonCode}
            error={
              lacksReason
                ? "This rule can decline without saying why. Choose a reason, or it does not publish."
                : problem("reasonCode")
            }
            wished={rule.title}
            onChange={(reason) => set("reasonCode", reason)}
          />
        </div>
      </div>
      {rule.queue !== undefined && (
        <Effect
          words="name the queue"
          label="Remove the queue"
          problem={problem("queue")}
          at={at("queue")}
          onRemove={() => set("queue", undefined)}
        >
          <NameSelect
            label="Queue"
            one="queue"
            data={names.queues}
            value={rule.queue}
            isNeeded
            onMake={(title) => names.make("queue", title)}
            onChange={(queue) => set("queue", queue)}
          />
        </Effect>
      )}
      {rule.flags !== undefined && (
        <Effect
          words="mark it"
          label="Remove the flags"
          problem={problem("flags")}
          at={at("flags")}
          onRemove={() => set("flags", undefined)}
        >
          <TagsInput
            size="xs"
            aria-label="Flags"
            placeholder="Flag, then Enter"
            maxTags={20}
            value={rule.flags}
            onChange={(flags) => onChange({ ...rule, flags })}
          />
        </Effect>
      )}
      {rule.require !== undefined && (
        <div {...at("require")}>
          <RuleWishes
            wishes={rule.require}
            fields={fields}
            names={names}
            wished={rule.title}
            onChange={(require) => set("require", require)}
          />
          {problem("require") && <p className={css.problem}>{problem("require")}</p>}
        </div>
      )}
      {rule.values !== undefined && (
        <div {...at("values")}>
          <ValueRows
            label="Value"
            values={rule.values}
            fields={fields}
            onChange={(values) => set("values", values)}
          />
          {problem("values") && <p className={css.problem}>{problem("values")}</p>}
        </div>
      )}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            className={css.effect ?? ""}
            leftSection={<IconPlus size={12} aria-hidden />}
          >
            Effect
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() =>
              set("require", [
                ...(rule.require ?? []),
                {
                  kind: "document",
                  key: names.documents[0]?.value ?? "document",
                  subject: "party",
                  reasonCode: rule.reasonCode ?? Object.keys(names.reasons)[0] ?? "MORE_NEEDED",
                },
              ])
            }
          >
            Ask for a document or an answer
          </Menu.Item>
          <Menu.Item
            disabled={rule.queue !== undefined}
            onClick={() => onChange({ ...rule, queue: names.queues[0]?.value ?? "" })}
          >
            Send to a queue
          </Menu.Item>
          <Menu.Item disabled={rule.values !== undefined} onClick={() => onChange({ ...rule, values: {} })}>
            Set a value: a limit, a reserve, a delay
          </Menu.Item>
          <Menu.Item disabled={rule.flags !== undefined} onClick={() => onChange({ ...rule, flags: [] })}>
            Set a flag
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <p className={css.sentence}>{sentence}</p>
    </div>
  );
}

const Effect = ({
  words,
  label,
  problem,
  at,
  onRemove,
  children,
}: {
  words: string;
  label: string;
  problem: string | undefined;
  at: { "data-setting": string };
  onRemove: () => void;
  children: ReactNode;
}) => (
  <div {...at} className={css.then}>
    <span className={css.word}>{words}</span>
    <div className={css.grow}>{children}</div>
    <IconButton label={label} icon={IconTrash} variant="subtle" color="gray" size="sm" onClick={onRemove} />
    {problem && <p className={css.problem}>{problem}</p>}
  </div>
);
