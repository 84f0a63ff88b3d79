-- What stands never overlaps or contradicts itself; what was withdrawn stays, and says who withdrew it and when.

ALTER TABLE "StatusPeriod" ADD CONSTRAINT "StatusPeriod_period" CHECK ("from" < "until");
ALTER TABLE "StatusPeriod" ADD CONSTRAINT "StatusPeriod_counts" CHECK (
  "counts" BETWEEN 0 AND 100 AND ("countsUntil" IS NULL OR ("from" <= "countsUntil" AND "countsUntil" <= "until")));
ALTER TABLE "StatusPeriod" ADD CONSTRAINT "StatusPeriod_no_overlap"
  EXCLUDE USING gist ("enrolmentId" WITH =, "track" WITH =, daterange("from", "until") WITH &&) WHERE ("withdrawnAt" IS NULL);
ALTER TABLE "StatusPeriod" ADD CONSTRAINT "StatusPeriod_withdrawn" CHECK (("withdrawnAt" IS NULL) = ("withdrawnById" IS NULL));

-- One change of FTE for each day and enrolment (decision 54).
ALTER TABLE "FteChange" ADD CONSTRAINT "FteChange_percent" CHECK ("percent" BETWEEN 1 AND 100);
ALTER TABLE "FteChange" ADD CONSTRAINT "FteChange_withdrawn" CHECK (("withdrawnAt" IS NULL) = ("withdrawnById" IS NULL));
CREATE UNIQUE INDEX "FteChange_one_a_day" ON "FteChange" ("enrolmentId", "from") WHERE "withdrawnAt" IS NULL;

ALTER TABLE "TimePlan" ADD CONSTRAINT "TimePlan_percent" CHECK ("percent" BETWEEN 1 AND 100);
ALTER TABLE "CompletionDecision" ADD CONSTRAINT "CompletionDecision_remaining" CHECK ("remaining" >= 0);
ALTER TABLE "CompletionDecision" ADD CONSTRAINT "CompletionDecision_withdrawn" CHECK (("withdrawnAt" IS NULL) = ("withdrawnById" IS NULL));
ALTER TABLE "CompletionDate" ADD CONSTRAINT "CompletionDate_looked" CHECK (("lookedAt" IS NULL) = ("lookedById" IS NULL));

-- What every enrolment was planned as: the share and the end that stand on it today.
INSERT INTO "TimePlan" ("enrolmentId", "percent", "until") SELECT "id", "ftePercent", "endsOn" FROM "Enrolment";
