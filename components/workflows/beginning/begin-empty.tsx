"use client";

import { Radio, SimpleGrid } from "@mantine/core";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { Panel } from "@/components/ui/panel";
import { emptyDocument, emptyInput, starts } from "@/server/workflows/beginnings/policy";
import css from "./beginning.module.css";
import { NameFields, nameValues } from "./name-fields";
import { useBegin } from "./use-begin";

const parties = {
  business: {
    title: "Businesses",
    text: "Sellers, merchants, partners: companies and the people behind them.",
  },
  person: { title: "Persons", text: "Customers, card holders, employees: one person each." },
};

/** An empty policy: what it is called, whom it decides about and how it begins. */
export function BeginEmpty() {
  const begin = useBegin();
  const { form, ...frame } = useServerForm({
    initialValues: { ...nameValues(""), partyKind: "business", start: "application_start" },
    schema: emptyInput,
    toInput: ({ typedKey: _, ...input }) => input,
    send: (input) => begin({ document: emptyDocument(input), editor: { positions: {}, notes: [] } }),
  });
  return (
    <div className={css.form}>
      <Panel title="An empty workflow">
        <FormFrame {...frame} verb="Create">
          <NameFields form={form} />
          <Radio.Group label="It decides about" {...form.getInputProps("partyKind")}>
            <Cards choices={parties} />
          </Radio.Group>
          <Radio.Group label="It begins with" {...form.getInputProps("start")}>
            <Cards choices={starts} />
          </Radio.Group>
          <p className={css.quiet}>
            Its outcomes are Approve, Review and Decline; you can change them. It begins with a start and an
            end that hands everything to a person, so nobody is approved before you say so.
          </p>
        </FormFrame>
      </Panel>
    </div>
  );
}

function Cards({ choices }: { choices: { readonly [value: string]: { title: string; text: string } } }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
      {Object.entries(choices).map(([value, { title, text }]) => (
        <Radio.Card key={value} value={value} className={css.option} aria-label={title}>
          <Radio.Indicator />
          <span>
            <b>{title}</b>
            <span>{text}</span>
          </span>
        </Radio.Card>
      ))}
    </SimpleGrid>
  );
}
