-- AlterTable
ALTER TABLE "SecondFactor" ADD COLUMN     "removedAt" TIMESTAMPTZ(3),
ADD COLUMN     "removedReason" TEXT;
