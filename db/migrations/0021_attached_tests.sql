ALTER TABLE "workflow_reviews" ADD COLUMN "tests" jsonb;--> statement-breakpoint
ALTER TABLE "workflow_versions" ADD COLUMN "changes" integer;--> statement-breakpoint
ALTER TABLE "workflow_versions" ADD COLUMN "tests" jsonb;--> statement-breakpoint
ALTER TABLE "workflow_versions" ADD COLUMN "approved_by" text collate "C";