import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/workspaces/settings-frame";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsFrame>{children}</SettingsFrame>;
}
