-- AlterTable
ALTER TABLE "Admission" ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawnByName" TEXT,
ADD COLUMN     "withdrawnReason" TEXT;
