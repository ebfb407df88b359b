import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Operand } from "@/server/rules/core/ast";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { humanise, large } from "@/server/rules/core/words";
import { OperandEditor } from "../operand-editor";
import css from "./rule-set.module.css";

/** Named values a rule sets: “Payout delay” to 10. A name in plain words becomes the key it is read by. */
export function ValueRows({
  label,
  values,
  fields,
  onChange,
}: {
  label: string;
  values: { readonly [key: string]: Operand };
  fields: FieldCatalogue;
  onChange: (values: { [key: string]: Operand }) => void;
}) {
  const [name, setName] = useState("");
  const key = keyOf(name);
  const isTaken = Object.hasOwn(values, key);
  const add = () => {
    if (key === "" || isTaken) return;
    onChange({ ...values, [key]: { value: 0 } });
    setName("");
  };
  return (
    <div className={css.rows}>
      {Object.entries(values).map(([one, operand]) => (
        <div key={one} className={css.inline} data-setting-value={one}>
          <span className={css.word}>set</span>
          <b title={`values.${one}`}>{large(humanise(one))}</b>
          <span className={css.word}>to</span>
          <OperandEditor
            label={`${label}: ${humanise(one)}`}
            operand={operand}
            fields={fields}
            list={undefined}
            subject={fields.get(`values.${one}`)?.type === "money" ? fields.get(`values.${one}`) : undefined}
            onChange={(next) => onChange({ ...values, [one]: next })}
          />
          <IconButton
            label={`Remove the value ${humanise(one)}`}
            icon={IconTrash}
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => {
              const { [one]: _, ...rest } = values;
              onChange(rest);
            }}
          />
        </div>
      ))}
      <form
        className={css.inline}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          add();
        }}
      >
        <TextInput
          size="xs"
          aria-label={`${label}: name of a new value`}
          placeholder="Name of a value: limit, reserve, payout delay"
          className={css.grow ?? ""}
          maxLength={60}
          value={name}
          error={isTaken ? "It is set already." : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          disabled={key === "" || isTaken}
        >
          Set it
        </Button>
      </form>
    </div>
  );
}

const keyOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_\d]+|_+$/g, "")
    .slice(0, 60);
