CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  title text NOT NULL,
  settings jsonb NOT NULL,
  seq integer NOT NULL,
  phase text NOT NULL CHECK (phase IN ('waiting', 'voting', 'closed', 'discussing', 'revealed', 'assigned', 'ended')),
  round smallint NOT NULL CHECK (round IN (0, 1, 2)),
  question_id uuid,
  meeting_id uuid NOT NULL,
  deadline timestamptz,
  grading jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX rooms_used_at ON rooms (used_at);
--> statement-breakpoint
CREATE TABLE meetings (
  id uuid PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  number integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT meetings_number UNIQUE (room_id, number)
);
--> statement-breakpoint
CREATE TABLE questions (
  id uuid PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  position integer NOT NULL,
  source jsonb NOT NULL,
  shown jsonb NOT NULL,
  kept jsonb NOT NULL,
  meeting_id uuid REFERENCES meetings,
  number integer,
  rounds smallint NOT NULL DEFAULT 0 CHECK (rounds IN (0, 1, 2)),
  opened_at timestamptz,
  revealed_at timestamptz
);
--> statement-breakpoint
CREATE INDEX questions_room ON questions (room_id);
--> statement-breakpoint
CREATE TABLE participants (
  id uuid PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  token_hash text NOT NULL UNIQUE,
  name text NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT participants_name UNIQUE (room_id, name)
);
--> statement-breakpoint
CREATE TABLE attendance (
  meeting_id uuid NOT NULL REFERENCES meetings ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (meeting_id, participant_id)
);
--> statement-breakpoint
CREATE TABLE votes (
  question_id uuid NOT NULL REFERENCES questions ON DELETE CASCADE,
  round smallint NOT NULL CHECK (round IN (1, 2)),
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  option_id text NOT NULL,
  confidence text CHECK (confidence IN ('guess', 'fairly-sure', 'sure')),
  revision integer NOT NULL CHECK (revision > 0),
  cast_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (question_id, round, participant_id)
);
--> statement-breakpoint
CREATE TABLE roster_entries (
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  student_id text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  PRIMARY KEY (room_id, student_id)
);
--> statement-breakpoint
CREATE TABLE roster_claims (
  participant_id uuid PRIMARY KEY REFERENCES participants ON DELETE CASCADE,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  student_id text NOT NULL
);
--> statement-breakpoint
CREATE INDEX roster_claims_room ON roster_claims (room_id);
--> statement-breakpoint
CREATE TABLE leaders (
  secret_hash text PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('host', 'projector')),
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX leaders_room ON leaders (room_id);
--> statement-breakpoint
CREATE TABLE handoffs (
  key_hash text PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('host', 'projector')),
  expires_at timestamptz NOT NULL
);
