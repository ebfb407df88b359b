import { UnstyledButton } from "@mantine/core";
import {
  IconBrandSlack,
  IconDatabase,
  IconMail,
  IconShieldCheck,
  IconWebhook,
  IconWorldShare,
  type TablerIcon,
} from "@tabler/icons-react";
import type { PluginDefinition, PluginUse } from "@/server/plugins/contract";
import css from "./plugins.module.css";

const icons: Record<PluginUse, TablerIcon> = {
  check: IconShieldCheck,
  http: IconWorldShare,
  sql: IconDatabase,
  mail: IconMail,
  slack: IconBrandSlack,
  webhook: IconWebhook,
};

interface PluginGalleryProps {
  plugins: readonly PluginDefinition[];
  onChoose: (plugin: PluginDefinition) => void;
}

/** What can be connected: real systems, and below them vendors that invent their answers. */
export function PluginGallery({ plugins, onChoose }: PluginGalleryProps) {
  const groups = [
    { title: "Your systems", plugins: plugins.filter((plugin) => !plugin.sandboxOnly) },
    { title: "Sandbox vendors", plugins: plugins.filter((plugin) => plugin.sandboxOnly) },
  ];
  return groups
    .filter((group) => group.plugins.length > 0)
    .map((group) => (
      <section key={group.title} className={css.group} aria-label={group.title}>
        <h3 className={css.groupTitle}>{group.title}</h3>
        <ul className={css.gallery}>
          {group.plugins.map((plugin) => {
            const Icon = icons[plugin.use];
            return (
              <li key={plugin.key}>
                <UnstyledButton className={css.card} onClick={() => onChoose(plugin)}>
                  <Icon size={20} stroke={1.5} aria-hidden />
                  <span>
                    <span className={css.cardTitle}>{plugin.title}</span>
                    <span className={css.cardText}>{plugin.summary}</span>
                  </span>
                </UnstyledButton>
              </li>
            );
          })}
        </ul>
      </section>
    ));
}
