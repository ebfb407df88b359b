import { DateText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

/** What is known now, each value with where it came from and when. */
export function PartyData({ data }: { data: PartyView["data"] }) {
  return (
    <Panel title="What is known" note={data.length > 0 && `${data.length} values`} flush>
      {data.length === 0 ? (
        <p className={css.nothing}>Nothing. Values come from applications and checks.</p>
      ) : (
        <dl className={css.data}>
          {data.map((fact) => (
            <div key={fact.path}>
              <dt>{fact.title}</dt>
              <dd>
                <bdi>{fact.value}</bdi>
                <span className={css.source}>
                  {fact.source}, <DateText at={fact.at} />
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
