import type { Metadata } from "next";
import { Closed } from "@/components/collection/closed";
import { Frame } from "@/components/collection/frame";

export const metadata: Metadata = { title: { absolute: "Link closed" }, referrer: "no-referrer" };

export default function ClosedPage() {
  return (
    <Frame locale="en">
      <Closed />
    </Frame>
  );
}
