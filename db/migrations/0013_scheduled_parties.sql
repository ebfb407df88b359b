ALTER TABLE "scheduled_starts" ADD COLUMN "started" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "scheduled_starts" ADD COLUMN "last_party_id" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "scheduled_starts" ADD COLUMN "began_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "scheduled_starts" ADD COLUMN "ended_at" timestamp (3) with time zone;