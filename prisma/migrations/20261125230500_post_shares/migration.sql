-- AlterTable
ALTER TABLE "CorrectedPlacement" ADD COLUMN     "share" INTEGER;

-- AlterTable
ALTER TABLE "Placement" ADD COLUMN     "share" INTEGER;

ALTER TABLE "Placement" ADD CONSTRAINT "Placement_share" CHECK ("share" IS NULL OR "share" BETWEEN 1 AND 99);
