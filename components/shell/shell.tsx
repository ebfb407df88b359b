"use client";

import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useKeys } from "@/components/ui/keys";
import { CrumbsProvider } from "./crumbs";
import { KeysSheet } from "./keys-sheet";
import { Rail } from "./rail";
import type { Room } from "./room";
import css from "./shell.module.css";
import { TopBar } from "./top-bar";
import { useIsWide, WideProvider } from "./wide";

export interface ShellProps {
  rooms: readonly Room[];
  /** Nothing that happens here is real: the striped edge says so on every page. */
  isSandbox: boolean;
  startsMini: boolean;
  onMini: (isMini: boolean) => void;
  onSearch: () => void;
  switcher: ReactNode;
  /** Gets the way to the sheet of keys. */
  member: (openKeys: () => void) => ReactNode;
  children: ReactNode;
}

/** The frame of every back-office page: rail, top bar, page. */
export function Shell(props: ShellProps) {
  return (
    <WideProvider>
      <Frame {...props} />
    </WideProvider>
  );
}

function Frame(props: ShellProps) {
  const { rooms, isSandbox, startsMini, onMini, onSearch, switcher, member, children } = props;
  const isWide = useIsWide();
  const [isFolded, setIsFolded] = useState(startsMini);
  // On a wide page unfolding is for this visit, and is not remembered.
  const [isUnfolded, setIsUnfolded] = useState(false);
  const isMini = isWide ? !isUnfolded : isFolded;
  const [drawerOpened, drawer] = useDisclosure(false);
  const [keysOpened, keys] = useDisclosure(false);
  const router = useRouter();
  useKeys("Everywhere", [
    { keys: "mod+k", label: "Search or jump to", run: onSearch, always: true },
    { keys: "?", label: "Show the keys that work here", run: keys.open, inPalette: true },
    ...rooms.map((room) => ({
      keys: `g ${room.key}`,
      label: `Go to ${room.title}`,
      run: () => router.push(room.href),
    })),
  ]);
  const toggle = () => {
    if (isWide) return setIsUnfolded(!isUnfolded);
    setIsFolded(!isMini);
    onMini(!isMini);
  };
  return (
    <CrumbsProvider>
      <a href="#main" className={css.skip}>
        Skip to content
      </a>
      <div className={css.shell} data-sandbox={isSandbox || undefined}>
        {isSandbox && <div className={css.stripe} aria-hidden />}
        <div className={css.rail}>
          <Rail rooms={rooms} isMini={isMini} onToggle={toggle} />
        </div>
        <div className={css.main}>
          <TopBar
            rooms={rooms}
            onMenu={drawer.open}
            onSearch={onSearch}
            switcher={switcher}
            member={member(keys.open)}
          />
          <main id="main" tabIndex={-1} className={css.page}>
            {children}
          </main>
        </div>
      </div>
      <Drawer
        opened={drawerOpened}
        onClose={drawer.close}
        size={280}
        title="Menu"
        closeButtonProps={{ "aria-label": "Close the menu" }}
      >
        <Rail rooms={rooms} onNavigate={drawer.close} />
      </Drawer>
      <KeysSheet opened={keysOpened} onClose={keys.close} />
    </CrumbsProvider>
  );
}
