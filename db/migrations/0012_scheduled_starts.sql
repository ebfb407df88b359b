ALTER TABLE "scheduled_starts" DROP COLUMN "version";--> statement-breakpoint
ALTER TABLE "scheduled_starts" DROP COLUMN "run_id";--> statement-breakpoint
ALTER TABLE "scheduled_starts" DROP COLUMN "started_at";