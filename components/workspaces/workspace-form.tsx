"use client";

import { ColorInput, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { FormRow } from "@/components/form/form-row";
import { useServerForm } from "@/components/form/use-server-form";
import { changeWorkspaceInput } from "@/server/workspaces/schema";
import { BrandColorCheck } from "./brand-color-check";

interface WorkspaceFormProps {
  initial: {
    name: string;
    timeZone: string;
    settings: {
      brandName: string;
      brandColor: string;
      supportEmail: string;
      decisionDelaySeconds: number;
      linkDays: number;
      publishNeedsApproval?: boolean;
    };
  };
  canChange: boolean;
  send: (input: z.output<typeof changeWorkspaceInput>) => Promise<unknown>;
}

const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** A number field is a text while it is being typed. */
const numberOf = (value: number | string) => (value === "" ? undefined : Number(value));

export function WorkspaceForm({ initial, canChange, send }: WorkspaceFormProps) {
  const [said, setSaid] = useState<string>();
  const { form, ...frame } = useServerForm({
    initialValues: {
      name: initial.name,
      timeZone: initial.timeZone,
      ...initial.settings,
      decisionDelaySeconds: initial.settings.decisionDelaySeconds as number | string,
      linkDays: initial.settings.linkDays as number | string,
      publishNeedsApproval: initial.settings.publishNeedsApproval ?? false,
    },
    schema: changeWorkspaceInput,
    toInput: (values) => ({
      ...values,
      decisionDelaySeconds: numberOf(values.decisionDelaySeconds),
      linkDays: numberOf(values.linkDays),
    }),
    send,
    onSent: () => setSaid("Saved"),
  });
  const field = (name: string) => ({ ...form.getInputProps(name), disabled: !canChange });
  const rows = (
    <div>
      <FormRow title="Name" help="What members see in the switcher.">
        <TextInput aria-label="Name" {...field("name")} />
      </FormRow>
      <FormRow title="Time zone" help="Dates are shown and days are counted in it.">
        <Select aria-label="Time zone" data={timeZones} searchable {...field("timeZone")} />
      </FormRow>
      <FormRow
        title="Company name"
        help="Applicants see it instead of ours, on every page and in every mail."
      >
        <TextInput aria-label="Company name" {...field("brandName")} />
      </FormRow>
      <FormRow title="Company colour" help="Buttons and links on applicant pages.">
        <ColorInput
          aria-label="Company colour"
          format="hex"
          // Below it stands how the colour reads: the picker must not lie on it.
          popoverProps={{ position: "top-start" }}
          eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }}
          {...field("brandColor")}
        />
        <BrandColorCheck
          color={form.getValues().brandColor}
          onUse={canChange ? (color) => form.setFieldValue("brandColor", color) : undefined}
        />
      </FormRow>
      <FormRow title="Support e-mail" help="Where applicants write when they are stuck.">
        <TextInput aria-label="Support e-mail" type="email" {...field("supportEmail")} />
      </FormRow>
      <FormRow
        title="Time to undo"
        help="A person's decision leaves after this time; until then it can be undone."
      >
        <NumberInput
          aria-label="Time to undo"
          suffix=" seconds"
          min={0}
          max={300}
          allowDecimal={false}
          {...field("decisionDelaySeconds")}
        />
      </FormRow>
      <FormRow title="Links work for" help="How long an applicant can open the link they were sent.">
        <NumberInput
          aria-label="Links work for"
          suffix=" days"
          min={1}
          max={90}
          allowDecimal={false}
          {...field("linkDays")}
        />
      </FormRow>
      <FormRow
        title="Second person"
        help="Publishing, making a version live and challengers wait until a risk manager or admin has approved who changed nothing since the live version."
      >
        <Switch
          label="A change of what runs live takes two people"
          {...form.getInputProps("publishNeedsApproval", { type: "checkbox" })}
          disabled={!canChange}
        />
      </FormRow>
    </div>
  );
  if (!canChange) return rows;
  return (
    <FormFrame {...frame} verb="Save" said={form.isDirty() ? undefined : said} isIdle={!form.isDirty()}>
      {rows}
    </FormFrame>
  );
}
