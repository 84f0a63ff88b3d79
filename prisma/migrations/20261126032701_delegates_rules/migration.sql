-- A delegation lasts a day at least, and what is withdrawn says why.

ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_period" CHECK ("until" > "from");
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_ended" CHECK (("endedAt" IS NULL) = ("endedReason" IS NULL));
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_prepared" CHECK (("preparedAt" IS NULL) = ("preparedBy" IS NULL));
