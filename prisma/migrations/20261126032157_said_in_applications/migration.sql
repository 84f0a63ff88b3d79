-- AlterTable
ALTER TABLE "ApplicationDeed" ADD COLUMN     "said" JSONB;
