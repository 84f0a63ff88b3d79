-- One round of a kind at a time; what is released is a record, and what was never sent has no end.

CREATE UNIQUE INDEX "Round_one_open" ON "Round" ("enrolmentId", "kind") WHERE "state" NOT IN ('released', 'ended');
ALTER TABLE "Round" ADD CONSTRAINT "Round_released" CHECK ("state" <> 'released' OR "releasedAt" IS NOT NULL);
ALTER TABLE "Round" ADD CONSTRAINT "Round_window" CHECK ("state" NOT IN ('open', 'short', 'closed') OR ("sentAt" IS NOT NULL AND "endsAt" IS NOT NULL));
ALTER TABLE "RoundTally" ADD CONSTRAINT "RoundTally_counted" CHECK ("count" > 0);
