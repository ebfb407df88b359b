import Link from "next/link";
import { PartyKindIcon } from "@/components/cases/case-words";
import { DateText } from "@/components/ui/format/moment";
import { formatPercent } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

type Relationship = PartyView["relationships"][number];

const words: Record<Relationship["role"], { from: string; to: string }> = {
  owner: { from: "Owns this party", to: "Owned by this party" },
  director: { from: "Directs it", to: "Directed by this party" },
  representative: { from: "Speaks for it", to: "This party speaks for it" },
  parent: { from: "Its parent", to: "Its subsidiary" },
};

/** Who stands behind the party, and whom it stands behind. */
export function PartyRelationships({ relationships }: { relationships: PartyView["relationships"] }) {
  return (
    <Panel title="People and companies" note={relationships.length || undefined} flush>
      {relationships.length === 0 ? (
        <p className={css.nothing}>Nobody is known to be behind it.</p>
      ) : (
        <ul className={css.list}>
          {relationships.map((relationship) => (
            <li key={relationship.id} data-ended={relationship.endedAt !== null || undefined}>
              <PartyKindIcon kind={relationship.party.kind} />
              <span className={css.grow}>
                <Link href={`/parties/${relationship.party.id}`}>
                  <bdi>{relationship.party.name}</bdi>
                </Link>
                <span className={css.source}>
                  {words[relationship.role][relationship.direction]}
                  {relationship.endedAt && (
                    <>
                      , until <DateText at={relationship.endedAt} />
                    </>
                  )}
                </span>
              </span>
              {relationship.share !== null && <b>{formatPercent(relationship.share / 100, 2)}</b>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
