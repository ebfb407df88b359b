import { TextInput } from "@mantine/core";

/** A time as the browser's clock says it. */
export const instantOf = (local: string): string => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
};

export function WhenField(props: object) {
  return (
    <TextInput type="datetime-local" label="When" description="By the clock of this device." {...props} />
  );
}
