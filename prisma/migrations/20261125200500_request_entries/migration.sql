-- CreateEnum
CREATE TYPE "EntryKind" AS ENUM ('code', 'device');

-- CreateTable
CREATE TABLE "RequestEntry" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "kind" "EntryKind" NOT NULL,
    "generation" INTEGER NOT NULL,
    "codeHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "codeUntil" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "openUntil" TIMESTAMPTZ(3),
    "begunAt" TIMESTAMPTZ(3),
    "email" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RequestEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "RequestEntry_codeHash_key" ON "RequestEntry"("codeHash");

-- CreateIndex
CREATE INDEX "RequestEntry_recordId_idx" ON "RequestEntry"("recordId");

-- AddForeignKey
ALTER TABLE "RequestEntry" ADD CONSTRAINT "RequestEntry_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "AssessmentRequest"("recordId") ON DELETE RESTRICT ON UPDATE CASCADE;
