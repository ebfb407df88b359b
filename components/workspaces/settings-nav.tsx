"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMember } from "./member";
import { settingsOf } from "./rooms";
import css from "./settings-nav.module.css";

/** The pages of Settings that the member may see. */
export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className={css.nav}>
      {settingsOf(useMember().role).map((page) => (
        <Link
          key={page.href}
          href={page.href}
          className={css.page}
          aria-current={path === page.href || path.startsWith(`${page.href}/`) ? "page" : undefined}
        >
          {page.title}
        </Link>
      ))}
    </nav>
  );
}
