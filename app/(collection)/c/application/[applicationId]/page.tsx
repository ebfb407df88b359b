import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Application } from "@/components/collection/application";
import { applicantView } from "@/server/api/hydrate";

interface PageProps {
  params: Promise<{ applicationId: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const view = await applicantView((await params).applicationId);
  return { title: { absolute: view?.brand.name ?? "" }, referrer: "no-referrer" };
}

export default async function ApplicationPage({ params }: PageProps) {
  const view = await applicantView((await params).applicationId);
  if (!view) redirect("/c/closed");
  return <Application view={view} />;
}
