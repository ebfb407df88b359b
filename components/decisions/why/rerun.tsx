import { Alert, Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { Ago } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { useCan } from "@/components/workspaces/member";
import type { Comparison, RerunRow } from "@/server/decisions/rerun/schema";
import css from "./why.module.css";

/** Makes the decision once more on its own version, and shows all that was compared. */
export function Rerun({ decisionId, isErased }: { decisionId: string; isErased: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayRerun = useCan("decisions.rerun");
  const earlier = useQuery(trpc.decisions.rerunsOf.queryOptions({ decisionId }));
  const rerun = useMutation(
    trpc.decisions.rerun.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.decisions.pathFilter()),
    }),
  );
  const last = rerun.data ?? earlier.data?.[0];
  return (
    <Panel
      title="Made once more"
      action={
        !isErased &&
        mayRerun && (
          <Button
            size="compact-sm"
            variant="default"
            className={css.noPaper}
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={rerun.isPending}
            onClick={() => rerun.mutate({ decisionId })}
          >
            Re-run
          </Button>
        )
      }
    >
      <div aria-live="polite">
        {rerun.error && <FailureText>{failureOf(rerun.error).message}</FailureText>}
        {last ? <Last rerun={last} /> : <p className={css.nothing}>{neverText(isErased)}</p>}
      </div>
      {rerun.data && <Compared compared={rerun.data.compared} />}
    </Panel>
  );
}

const neverText = (isErased: boolean) =>
  isErased
    ? "It cannot be made again: what it was made from was erased."
    : "From its journal, on its own version, it has to come out identical. Nobody has tried yet; every night new decisions and some old ones are.";

function Last({ rerun }: { rerun: RerunRow }) {
  const when = (
    <span className={css.quiet}>
      {rerun.origin === "night" ? "At night" : rerun.by}, <Ago at={rerun.at} />
    </span>
  );
  if (rerun.result === "same")
    return (
      <p className={css.verdict} data-same>
        <IconCircleCheck size={18} stroke={1.6} aria-hidden />
        <span>Identical {when}</span>
      </p>
    );
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconCircleX size={18} aria-hidden />}
      title={rerun.result === "broken" ? "The journal cannot be played" : "It came out otherwise"}
    >
      Either the record was altered or the software no longer decides as it did. Ask an admin to run “npm run
      audit:verify”, and trust neither until it is explained. {when}
    </Alert>
  );
}

function Compared({ compared }: { compared: readonly Comparison[] }) {
  const isIdentical = compared.every(({ isSame }) => isSame);
  return (
    <table className={css.compared} aria-label="What was compared">
      <thead>
        <tr>
          <th scope="col">Compared</th>
          <th scope="col">On record</th>
          {!isIdentical && <th scope="col">Now</th>}
        </tr>
      </thead>
      <tbody>
        {compared.map(({ what, title, isSame, stored, found }) => (
          <tr key={what} data-different={!isSame || undefined}>
            <th scope="row">
              {isSame ? (
                <IconCircleCheck size={14} aria-label="Same" role="img" />
              ) : (
                <IconCircleX size={14} aria-label="Different" role="img" />
              )}{" "}
              {title}
            </th>
            {isSame ? (
              <td colSpan={isIdentical ? 1 : 2}>{stored}</td>
            ) : (
              <>
                <td>{stored}</td>
                <td>{found}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
