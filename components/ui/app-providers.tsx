"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ClockProvider } from "./format/clock";
import { KeysProvider } from "./keys";
import { cssVariables, theme } from "./theme";

interface AppProvidersProps {
  now: number;
  children: ReactNode;
}

/** What every page stands in: looks, clock (UTC until a workspace says otherwise), keys, address, messages. */
export function AppProviders({ now, children }: AppProvidersProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <NuqsAdapter>
        <ClockProvider now={now} timeZone="UTC">
          <KeysProvider>
            <Notifications position="bottom-right" limit={3} />
            {children}
          </KeysProvider>
        </ClockProvider>
      </NuqsAdapter>
    </MantineProvider>
  );
}
