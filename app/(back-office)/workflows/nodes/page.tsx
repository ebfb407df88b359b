import type { Metadata } from "next";
import { NodeCatalogue } from "@/components/workflows/node-catalogue";
import { Hydrate } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Node types" };

export default function NodeTypesPage() {
  return (
    <Hydrate>
      <NodeCatalogue />
    </Hydrate>
  );
}
