-- AlterTable
ALTER TABLE "Placement" ADD COLUMN     "remindedDays" INTEGER;
