import { Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormFrame } from "@/components/form/form-frame";
import { ReasonField } from "@/components/form/reason-field";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { formatCount } from "@/components/ui/format/words";
import { tell } from "@/components/ui/tell";
import { erasePartyInput, type PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

/** Erases a party for good, after its name was typed again. */
export function EraseParty({ party, onClose }: { party: PartyView; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const erase = useMutation(
    trpc.parties.erase.mutationOptions({ onSuccess: () => client.invalidateQueries() }),
  );
  const { form, ...frame } = useServerForm({
    initialValues: { confirmName: "", reason: "" },
    schema: erasePartyInput,
    toInput: (values) => ({ ...values, partyId: party.id }),
    send: erase.mutateAsync,
    onSent: () => {
      tell("The party was erased");
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Erase ${party.name}?`} size={520}>
      <FormFrame
        {...frame}
        verb="Erase for good"
        onCancel={onClose}
        isIdle={form.getValues().confirmName.trim() === ""}
      >
        <div className={css.text}>
          <p>This cannot be undone. Lost for good:</p>
          <ul>
            <li>
              name, contact, {formatCount(party.data.length, "value")} and every answer of{" "}
              {formatCount(party.applications.length, "application")}
            </li>
            <li>{formatCount(party.documents.length, "document")}, what checks said, notes and mail</li>
            <li>people who are known only through this party</li>
          </ul>
          <p>What was decided, when and by whom stays on record, without the person.</p>
        </div>
        <TextInput
          label={`Type ${party.name} to confirm`}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps("confirmName")}
        />
        <ReasonField
          description="Stays on record. Do not name the party."
          {...form.getInputProps("reason")}
        />
      </FormFrame>
    </Modal>
  );
}
