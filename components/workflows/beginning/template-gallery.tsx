import { UnstyledButton } from "@mantine/core";
import {
  IconBuildingStore,
  IconShoppingCart,
  IconSitemap,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import { templateFacts } from "@/server/workflows/beginnings/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import css from "./beginning.module.css";

interface TemplateGalleryProps {
  templates: readonly WorkflowDocument[];
  chosen: string | null;
  onChoose: (key: string) => void;
}

const FEW = 4;

function iconOf({ nodes, settings }: WorkflowDocument): TablerIcon {
  if (Object.values(nodes).some(({ type }) => type === "decision_start")) return IconShoppingCart;
  if (settings.partyKind === "business") return IconBuildingStore;
  return settings.partyKind === "person" ? IconUser : IconSitemap;
}

/** The templates side by side: what each decides, how long it is and what it asks for. */
export function TemplateGallery({ templates, chosen, onChoose }: TemplateGalleryProps) {
  return (
    <ul className={css.gallery} aria-label="Templates">
      {templates.map((document) => {
        const { decides, steps, asks } = templateFacts(document);
        const Icon = iconOf(document);
        const more = asks.length - FEW;
        return (
          <li key={document.key}>
            <UnstyledButton
              className={css.card}
              aria-pressed={document.key === chosen}
              onClick={() => onChoose(document.key)}
            >
              <span className={css.cardHead}>
                <Icon size={20} stroke={1.5} aria-hidden />
                <b>{document.title}</b>
                <span className={css.count}>{steps} steps</span>
              </span>
              <span className={css.cardText}>{document.description}</span>
              <span className={css.cardFacts}>
                <span>
                  <span className={css.term}>Decides</span> {decides.join(", ")}
                </span>
                <span>
                  <span className={css.term}>Asks for</span> {asks.slice(0, FEW).join(", ")}
                  {more > 0 && ` and ${more} more`}
                </span>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
