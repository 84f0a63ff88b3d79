-- AlterTable
ALTER TABLE "AdmissionList" ADD COLUMN     "typed" JSONB;
