"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { AddButton, RemoveButton, SettingsFrame } from "./settings-frame";
import { problemKey, startValue } from "./settings-values";

/** Settings by names of one's own: “What is sent”, “Outputs”. */
export function SettingsRecord({ schema, path, value, title = "", context }: FieldProps) {
  const [name, setName] = useState("");
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  const of = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const isTaken = entries.some(([key]) => key === name);
  const add = () => {
    if (name === "" || isTaken) return;
    context.change([...path, name], startValue(of, context.root));
    setName("");
  };
  return (
    <SettingsFrame title={title} help={schema.description} problem={context.problems.get(problemKey(path))}>
      {entries.map(([key, element]) => (
        <div key={key} className={classes.item}>
          <div className={classes.grow}>
            <context.Field
              schema={of}
              path={[...path, key]}
              value={element}
              title={key}
              isRequired
              context={context}
            />
          </div>
          <RemoveButton name={key} onClick={() => context.change([...path, key], undefined)} />
        </div>
      ))}
      <div className={classes.item}>
        <TextInput
          className={classes.grow ?? ""}
          aria-label={`Name of another: ${title}`}
          placeholder="Name"
          value={name}
          error={isTaken ? "There is one of this name." : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <AddButton name="it" isDisabled={name === "" || isTaken} onClick={add} />
      </div>
    </SettingsFrame>
  );
}
