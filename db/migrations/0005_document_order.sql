ALTER TABLE "workflow_drafts" ALTER COLUMN "document" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "workflow_versions" ALTER COLUMN "document" SET DATA TYPE json;