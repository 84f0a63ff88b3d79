-- A role at a site or in a network may be narrowed to one programme: several programmes use the same hospital.
ALTER TABLE "Grant" ADD COLUMN     "programmeId" UUID;

-- Deleting a programme must never widen a role that was narrowed to it.
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Grant" ADD CONSTRAINT "Grant_narrowed" CHECK ("programmeId" IS NULL OR "scopeKind" IN ('site', 'network'));

-- The same role at the same place may be held for two programmes at once, but not twice for one.
ALTER TABLE "Grant" DROP CONSTRAINT "Grant_no_overlap";
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_no_overlap"
  EXCLUDE USING gist ("personId" WITH =, "role" WITH =, "scopeKind" WITH =,
    (coalesce("scopeId", '00000000-0000-0000-0000-000000000000'::uuid)) WITH =,
    (coalesce("programmeId", '00000000-0000-0000-0000-000000000000'::uuid)) WITH =, daterange("from", "until") WITH &&);
