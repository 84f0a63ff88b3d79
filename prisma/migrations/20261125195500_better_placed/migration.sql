-- AlterTable
ALTER TABLE "AssessmentRequest" ADD COLUMN     "suggestedEmail" TEXT,
ADD COLUMN     "suggestedName" TEXT;
