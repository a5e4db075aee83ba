ALTER TABLE questions ADD COLUMN alone boolean NOT NULL DEFAULT false;
--> statement-breakpoint
-- What is given out now; which of the older ones were is not known any more.
UPDATE questions q SET alone = true FROM rooms r
WHERE r.id = q.room_id AND r.phase = 'assigned' AND r.meeting_id = q.meeting_id AND q.rounds = 2 AND q.revealed_at IS NULL;
