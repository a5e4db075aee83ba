-- A class as this version kept it: every table has a row.
INSERT INTO rooms (id, code, title, settings, seq, phase, round, question_id, meeting_id, deadline, grading, created_at, used_at)
VALUES ('10000000-0000-4000-8000-000000000000', 'ABC234', 'Attention', '{"retentionDays": 180}', 7, 'revealed', 2, '30000000-0000-4000-8000-000000000000', '20000000-0000-4000-8000-000000000000', NULL, '{"scheme": {}, "excused": {}}', '2026-01-02T03:04:05Z', now());
INSERT INTO meetings (id, room_id, number, started_at) VALUES ('20000000-0000-4000-8000-000000000000', '10000000-0000-4000-8000-000000000000', 1, '2026-01-02T03:04:05Z');
INSERT INTO questions (id, room_id, position, source, shown, kept, meeting_id, number, rounds, alone, opened_at, revealed_at)
VALUES ('30000000-0000-4000-8000-000000000000', '10000000-0000-4000-8000-000000000000', 0, '{"stem": "Why?"}', '{"stemHtml": "Why?", "options": [{"id": "a", "html": "a"}, {"id": "b", "html": "b"}]}', '{"correct": "a", "whyHtml": {}, "explanationHtml": ""}', '20000000-0000-4000-8000-000000000000', 1, 2, true, '2026-01-02T03:05:00Z', '2026-01-02T03:15:00Z');
INSERT INTO participants (id, room_id, token_hash, name, joined_at) VALUES ('40000000-0000-4000-8000-000000000000', '10000000-0000-4000-8000-000000000000', 'hash of a token', 'Quiet Heron', '2026-01-02T03:04:30Z');
INSERT INTO attendance (meeting_id, participant_id, first_seen_at) VALUES ('20000000-0000-4000-8000-000000000000', '40000000-0000-4000-8000-000000000000', '2026-01-02T03:04:30Z');
INSERT INTO votes (question_id, round, participant_id, option_id, confidence, revision, cast_at)
VALUES ('30000000-0000-4000-8000-000000000000', 1, '40000000-0000-4000-8000-000000000000', 'b', 'guess', 3, '2026-01-02T03:06:00Z'), ('30000000-0000-4000-8000-000000000000', 2, '40000000-0000-4000-8000-000000000000', 'a', NULL, 1, '2026-01-02T03:10:00Z');
INSERT INTO roster_entries (room_id, student_id, name, email) VALUES ('10000000-0000-4000-8000-000000000000', 'u1234567', 'A. Student', 'a@example.edu');
INSERT INTO roster_claims (participant_id, room_id, student_id) VALUES ('40000000-0000-4000-8000-000000000000', '10000000-0000-4000-8000-000000000000', 'u1234567');
INSERT INTO leaders (secret_hash, room_id, role, created_at) VALUES ('hash of a secret', '10000000-0000-4000-8000-000000000000', 'host', '2026-01-02T03:04:05Z');
INSERT INTO handoffs (key_hash, room_id, role, expires_at) VALUES ('hash of a key', '10000000-0000-4000-8000-000000000000', 'projector', '2026-01-02T03:09:05Z');
