import { Skeleton } from "@mantine/core";
import layout from "./case-page.module.css";
import css from "./evidence.module.css";

/** The case on its way, in the shape it will have. */
export function CaseSkeleton() {
  return (
    <div className={layout.page} aria-busy>
      <div className={css.evidence}>
        <div className={css.top}>
          <div className={css.header}>
            <Skeleton height={22} width="44%" />
            <Skeleton height={16} width="72%" mt={12} mb={12} />
          </div>
        </div>
        <div className={css.sections}>
          {[4, 7, 5].map((lines) => (
            <section key={lines} className={css.section}>
              <Skeleton height={14} width={140} mb={12} />
              <div className={css.card}>
                {Array.from({ length: lines }, (_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines without content
                  <Skeleton key={at} height={12} m={14} width={`${88 - 7 * (at % 4)}%`} />
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
      <aside className={layout.decision}>
        <div className={layout.skeletonDecision}>
          <Skeleton height={16} width={120} />
          <Skeleton height={80} mt={16} />
          <Skeleton height={36} mt={16} />
        </div>
      </aside>
    </div>
  );
}
