ALTER TABLE "runs" ADD COLUMN "stands_at" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_attention" ON "runs" USING btree ("workspace_id","started_at","id") WHERE attention is not null;--> statement-breakpoint
CREATE INDEX "runs_open" ON "runs" USING btree ("workspace_id","started_at","id") WHERE finished_at is null;