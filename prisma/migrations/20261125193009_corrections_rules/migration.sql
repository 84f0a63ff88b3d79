-- One open request per answer; what is decided says when and by whom.

CREATE UNIQUE INDEX "Correction_one_open" ON "Correction" ("recordId", "field") WHERE "state" = 'asked';
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_decided" CHECK (
  ("state" = 'asked' AND "decidedAt" IS NULL AND "decidedById" IS NULL)
  OR ("state" <> 'asked' AND "decidedAt" IS NOT NULL AND "decidedById" IS NOT NULL));
