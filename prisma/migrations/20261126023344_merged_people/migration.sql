-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "mergedAt" TIMESTAMPTZ(3),
ADD COLUMN     "mergedBy" TEXT,
ADD COLUMN     "mergedIntoId" UUID,
ADD COLUMN     "mergedReason" TEXT;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
