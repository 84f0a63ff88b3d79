-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "digest" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "digestedOn" DATE;
