import { TextInput } from "@mantine/core";
import { useState } from "react";

/** A name is kept when whoever writes it is done. */
export function NameInput({
  value,
  onChange,
  maxLength = 80,
}: {
  value: string;
  onChange: (name: string) => void;
  maxLength?: number;
}) {
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    const name = typed?.trim();
    setTyped(undefined);
    if (name !== undefined && name !== "" && name !== value) onChange(name);
  };
  return (
    <TextInput
      size="xs"
      label="Name"
      maxLength={maxLength}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      onBlur={keep}
    />
  );
}
