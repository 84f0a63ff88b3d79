-- Days away never overlap while they stand, and are no more than their period has.

ALTER TABLE "Absence" ADD CONSTRAINT "Absence_period" CHECK ("from" < "until");
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_days" CHECK ("days" BETWEEN 1 AND "until" - "from");
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_no_overlap"
  EXCLUDE USING gist ("enrolmentId" WITH =, daterange("from", "until") WITH &&) WHERE ("withdrawnAt" IS NULL);
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_withdrawn_whole" CHECK (
  ("withdrawnAt" IS NULL) = ("withdrawnById" IS NULL) AND ("withdrawnAt" IS NULL) = ("withdrawnByName" IS NULL)
  AND ("withdrawnAt" IS NULL) = ("withdrawnReason" IS NULL)
);
