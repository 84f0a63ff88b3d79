-- AlterTable
ALTER TABLE "Record" ADD COLUMN     "preparedAt" TIMESTAMPTZ(3),
ADD COLUMN     "preparedBy" TEXT;
