-- What is asked is in its bounds, and an application stands where its steps say.

ALTER TABLE "Application" ADD CONSTRAINT "Application_period" CHECK ("from" < "until");
ALTER TABLE "Application" ADD CONSTRAINT "Application_percent" CHECK ("percent" BETWEEN 1 AND 100);
ALTER TABLE "Application" ADD CONSTRAINT "Application_counts" CHECK ("counts" BETWEEN 0 AND 100);
ALTER TABLE "Application" ADD CONSTRAINT "Application_steps" CHECK ("revision" >= 1 AND "stepAt" BETWEEN 0 AND cardinality("steps"));
ALTER TABLE "Application" ADD CONSTRAINT "Application_sent" CHECK ("state" IN ('draft', 'withdrawn') OR "sentAt" IS NOT NULL);
ALTER TABLE "Application" ADD CONSTRAINT "Application_decided" CHECK (("state" IN ('approved', 'rejected', 'withdrawn')) = ("decidedAt" IS NOT NULL));
ALTER TABLE "Application" ADD CONSTRAINT "Application_approved" CHECK ("state" <> 'approved' OR "stepAt" = cardinality("steps"));
