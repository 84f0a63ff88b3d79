-- AlterTable
ALTER TABLE "Draft" ADD COLUMN     "fieldRevs" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Link" ADD COLUMN     "batchId" UUID,
ADD COLUMN     "revealed" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "Link_batchId_idx" ON "Link"("batchId");

-- Full-text search within a portfolio: its id and the words of its records in one index (a generated column would
-- count as drift, an expression index does not).
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX "Record_search" ON "Record" USING gin (
  "enrolmentId",
  (to_tsvector('english', "title") || jsonb_to_tsvector('english', "values", '["string"]'))
);
