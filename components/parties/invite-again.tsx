import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { ApplicantLink } from "./applicant-link";
import css from "./parties.module.css";

/** Makes a new link to an application; links made before keep working. */
export function InviteAgain({ applicationId, onClose }: { applicationId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const make = useMutation(trpc.applications.createLink.mutationOptions());
  return (
    <Modal opened onClose={onClose} title="Invite again" size={520} closeOnClickOutside={false}>
      <Stack gap="md">
        {make.data ? (
          <ApplicantLink {...make.data} />
        ) : (
          <p className={css.text}>
            A new link opens the same application, with everything that was answered. Links made before keep
            working.
          </p>
        )}
        {make.error && (
          <p role="alert" className={css.failure}>
            {failureOf(make.error).message}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          {make.data ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button onClick={() => make.mutate({ applicationId })} loading={make.isPending} data-autofocus>
                Make a new link
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
