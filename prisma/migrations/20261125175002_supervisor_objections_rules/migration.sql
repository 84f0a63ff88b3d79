-- One open word per supervisor; what is closed says when, how and by whom, and an answer has words.

CREATE UNIQUE INDEX "SupervisorObjection_one_open" ON "SupervisorObjection" ("enrolmentId", "kind") WHERE "closedAt" IS NULL;
ALTER TABLE "SupervisorObjection" ADD CONSTRAINT "SupervisorObjection_closed" CHECK (
  ("closedAt" IS NULL AND "outcome" IS NULL AND "closedById" IS NULL AND "answer" IS NULL)
  OR ("closedAt" IS NOT NULL AND "closedById" IS NOT NULL
      AND (("outcome" = 'changed' AND "answer" IS NULL) OR ("outcome" = 'answered' AND "answer" IS NOT NULL))));
