-- What the schema language cannot say of sites: ends are exclusive, and one programme is accredited once at a time.
ALTER TABLE "SiteAccreditation" ADD CONSTRAINT "SiteAccreditation_period" CHECK ("until" IS NULL OR "from" < "until");
ALTER TABLE "SiteAccreditation" ADD CONSTRAINT "SiteAccreditation_no_overlap"
  EXCLUDE USING gist ("siteId" WITH =, "programmeId" WITH =, daterange("from", "until") WITH &&);
ALTER TABLE "SiteAccreditation" ADD CONSTRAINT "SiteAccreditation_numbers" CHECK (
  ("maxMonths" IS NULL OR "maxMonths" > 0) AND ("capacity" IS NULL OR "capacity" >= 0) AND btrim("level") <> '');
ALTER TABLE "Site" ADD CONSTRAINT "Site_capacity" CHECK ("capacity" IS NULL OR "capacity" >= 0);
