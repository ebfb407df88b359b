CREATE TABLE "answers" (
	"workspace_id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"form_key" text collate "C" NOT NULL,
	"path" text collate "C" NOT NULL,
	"value" "bytea" NOT NULL,
	"device" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answers_workspace_id_application_id_form_key_path_pk" PRIMARY KEY("workspace_id","application_id","form_key","path")
);
--> statement-breakpoint
CREATE TABLE "applicant_links" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "applicant_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "applicant_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "applicant_visits" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"link_id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"device" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "applicant_visits_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "applicant_visits_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"channel" text NOT NULL,
	"reference" text,
	"locale" text NOT NULL,
	"redirect_url" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	CONSTRAINT "applications_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "applications_workspace_id_run_id_unique" UNIQUE("workspace_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "document_files" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"document_id" text collate "C" NOT NULL,
	"role" text NOT NULL,
	"position" integer NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer,
	"height" integer,
	"sha256" text NOT NULL,
	"storage_key" text collate "C" NOT NULL,
	"name" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "document_files_storage_key_unique" UNIQUE("storage_key"),
	CONSTRAINT "document_files_workspace_id_document_id_role_position_unique" UNIQUE("workspace_id","document_id","role","position")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"refusal" text,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"replaced_by" text collate "C",
	CONSTRAINT "documents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"application_id" text collate "C",
	"cause_key" text collate "C" NOT NULL,
	"template" text NOT NULL,
	"status" text NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "messages_workspace_id_cause_key_unique" UNIQUE("workspace_id","cause_key")
);
--> statement-breakpoint
CREATE TABLE "requirements" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"wait_key" text collate "C",
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"state" text NOT NULL,
	"reason_code" text NOT NULL,
	"reason" "bytea" NOT NULL,
	"blocks" text[] NOT NULL,
	"alternatives" jsonb NOT NULL,
	"origin" text NOT NULL,
	"evidence" "bytea",
	"deadline" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "requirements_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "requirements_workspace_id_application_id_wait_key_subject_kind_key_unique" UNIQUE("workspace_id","application_id","wait_key","subject","kind","key")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"application_id" text collate "C" NOT NULL,
	"wait_key" text collate "C" NOT NULL,
	"body" "bytea" NOT NULL,
	"digest" text NOT NULL,
	"device" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "submissions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "submissions_workspace_id_application_id_wait_key_unique" UNIQUE("workspace_id","application_id","wait_key")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text collate "C" NOT NULL,
	"seq" integer NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"facts" text NOT NULL,
	"body" "bytea",
	"party_id" text collate "C",
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "audit_entries_workspace_id_subject_kind_subject_id_seq_unique" UNIQUE("workspace_id","subject_kind","subject_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_sealed" (
	"workspace_id" text collate "C" NOT NULL,
	"entry_id" text collate "C" NOT NULL,
	"seal" integer NOT NULL,
	CONSTRAINT "audit_sealed_workspace_id_entry_id_pk" PRIMARY KEY("workspace_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"workspace_id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"entries" integer NOT NULL,
	"root" text NOT NULL,
	"prev_signature" text NOT NULL,
	"signature" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_seals_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "case_notes" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"case_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"body" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "case_notes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "case_verdicts" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"case_id" text collate "C" NOT NULL,
	"wait_key" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"verdict" text NOT NULL,
	"step" integer NOT NULL,
	"reason_codes" text[] NOT NULL,
	"body" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "case_verdicts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"queue" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"application_id" text collate "C",
	"wait_key" text collate "C" NOT NULL,
	"status" text NOT NULL,
	"assignee_id" text collate "C",
	"proposed_outcome" text,
	"score" integer,
	"four_eyes" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "cases_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "cases_workspace_id_number_unique" UNIQUE("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "parties" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"country" text,
	"reference" text,
	"data" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "parties_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "relationships" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"from_party_id" text collate "C" NOT NULL,
	"to_party_id" text collate "C" NOT NULL,
	"role" text NOT NULL,
	"share_bps" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "relationships_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "checks" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"effect_key" text collate "C" NOT NULL,
	"node" text NOT NULL,
	"visit" integer NOT NULL,
	"subject" text NOT NULL,
	"capability" text NOT NULL,
	"status" text NOT NULL,
	"body" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "checks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "checks_workspace_id_run_id_effect_key_unique" UNIQUE("workspace_id","run_id","effect_key")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"outcome" text NOT NULL,
	"outcome_kind" text NOT NULL,
	"reason_codes" text[] NOT NULL,
	"body" "bytea" NOT NULL,
	"digest" text NOT NULL,
	"decided_by" text[] NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "decisions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "decisions_workspace_id_run_id_unique" UNIQUE("workspace_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"workspace_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"node" text NOT NULL,
	"scope" text NOT NULL,
	"attempt" integer NOT NULL,
	"status" text NOT NULL,
	"request" "bytea" NOT NULL,
	"result" "bytea",
	"planned_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "effects_workspace_id_run_id_key_pk" PRIMARY KEY("workspace_id","run_id","key")
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"workspace_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"ignored" text,
	"at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"body" "bytea" NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "run_events_workspace_id_run_id_seq_pk" PRIMARY KEY("workspace_id","run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"reopens_run_id" text collate "C",
	"status" text NOT NULL,
	"seq" integer NOT NULL,
	"state" "bytea" NOT NULL,
	"attention" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "waits" (
	"workspace_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"node" text NOT NULL,
	"visit" integer NOT NULL,
	"signal" text NOT NULL,
	"request" "bytea" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "waits_workspace_id_run_id_key_pk" PRIMARY KEY("workspace_id","run_id","key")
);
--> statement-breakpoint
CREATE TABLE "workflow_drafts" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"document" jsonb NOT NULL,
	"editor" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_drafts_workspace_id_workflow_id_pk" PRIMARY KEY("workspace_id","workflow_id")
);
--> statement-breakpoint
CREATE TABLE "workflow_versions" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"document" jsonb NOT NULL,
	"editor" jsonb NOT NULL,
	"hash" text NOT NULL,
	"note" text NOT NULL,
	"published_by" text collate "C" NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_versions_workspace_id_workflow_id_version_pk" PRIMARY KEY("workspace_id","workflow_id","version")
);
--> statement-breakpoint
CREATE TABLE "workflows" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"live_version" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "workflows_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "workflows_workspace_id_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text collate "C" NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"bucket" text collate "C" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"plugin" text NOT NULL,
	"title" text NOT NULL,
	"settings" jsonb NOT NULL,
	"credentials" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_ok_at" timestamp (3) with time zone,
	"last_failed_at" timestamp (3) with time zone,
	CONSTRAINT "connections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "connections_workspace_id_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" text collate "C" NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"request_digest" text NOT NULL,
	"status" integer,
	"response" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_actor_id_key_pk" PRIMARY KEY("workspace_id","actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "members_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "members_workspace_id_user_id_unique" UNIQUE("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "party_keys" (
	"workspace_id" text collate "C" NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"wrapped" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"destroyed_at" timestamp (3) with time zone,
	CONSTRAINT "party_keys_workspace_id_party_id_pk" PRIMARY KEY("workspace_id","party_id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"workspace_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"sla_hours" integer NOT NULL,
	"checklist" jsonb NOT NULL,
	CONSTRAINT "queues_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"device" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant_links" ADD CONSTRAINT "applicant_links_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant_visits" ADD CONSTRAINT "applicant_visits_workspace_id_link_id_applicant_links_workspace_id_id_fk" FOREIGN KEY ("workspace_id","link_id") REFERENCES "public"."applicant_links"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_workspace_id_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_files" ADD CONSTRAINT "document_files_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requirements" ADD CONSTRAINT "requirements_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_sealed" ADD CONSTRAINT "audit_sealed_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_seals" ADD CONSTRAINT "audit_seals_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_workspace_id_case_id_cases_workspace_id_id_fk" FOREIGN KEY ("workspace_id","case_id") REFERENCES "public"."cases"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_verdicts" ADD CONSTRAINT "case_verdicts_workspace_id_case_id_cases_workspace_id_id_fk" FOREIGN KEY ("workspace_id","case_id") REFERENCES "public"."cases"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_workspace_id_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_workspace_id_queue_queues_workspace_id_key_fk" FOREIGN KEY ("workspace_id","queue") REFERENCES "public"."queues"("workspace_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_workspace_id_from_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","from_party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_workspace_id_to_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","to_party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checks" ADD CONSTRAINT "checks_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "effects" ADD CONSTRAINT "effects_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_workflow_id_version_workflow_versions_workspace_id_workflow_id_version_fk" FOREIGN KEY ("workspace_id","workflow_id","version") REFERENCES "public"."workflow_versions"("workspace_id","workflow_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waits" ADD CONSTRAINT "waits_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_drafts" ADD CONSTRAINT "workflow_drafts_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_versions" ADD CONSTRAINT "workflow_versions_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party_keys" ADD CONSTRAINT "party_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_workspace_id_party_id_index" ON "applications" USING btree ("workspace_id","party_id");--> statement-breakpoint
CREATE INDEX "applications_workspace_id_reference_index" ON "applications" USING btree ("workspace_id","reference");--> statement-breakpoint
CREATE INDEX "documents_workspace_id_application_id_index" ON "documents" USING btree ("workspace_id","application_id");--> statement-breakpoint
CREATE INDEX "messages_workspace_id_created_at_index" ON "messages" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "case_notes_workspace_id_case_id_at_index" ON "case_notes" USING btree ("workspace_id","case_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "case_verdicts_one_per_step" ON "case_verdicts" USING btree ("workspace_id","case_id","wait_key","step") WHERE undone_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_one_open" ON "cases" USING btree ("workspace_id","party_id","queue") WHERE status not in ('decided', 'cancelled');--> statement-breakpoint
CREATE INDEX "cases_workspace_id_status_due_at_id_index" ON "cases" USING btree ("workspace_id","status","due_at","id");--> statement-breakpoint
CREATE INDEX "cases_workspace_id_assignee_id_status_index" ON "cases" USING btree ("workspace_id","assignee_id","status");--> statement-breakpoint
CREATE INDEX "parties_workspace_id_name_index" ON "parties" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "relationships_workspace_id_to_party_id_index" ON "relationships" USING btree ("workspace_id","to_party_id");--> statement-breakpoint
CREATE INDEX "relationships_workspace_id_from_party_id_index" ON "relationships" USING btree ("workspace_id","from_party_id");--> statement-breakpoint
CREATE INDEX "decisions_workspace_id_decided_at_index" ON "decisions" USING btree ("workspace_id","decided_at");--> statement-breakpoint
CREATE INDEX "runs_workspace_id_workflow_id_started_at_index" ON "runs" USING btree ("workspace_id","workflow_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_workspace_id_party_id_index" ON "runs" USING btree ("workspace_id","party_id");