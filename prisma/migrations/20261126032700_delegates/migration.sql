-- AlterTable
ALTER TABLE "Draft" ADD COLUMN     "preparedAt" TIMESTAMPTZ(3),
ADD COLUMN     "preparedBy" TEXT;

-- CreateTable
CREATE TABLE "Delegation" (
    "id" UUID NOT NULL,
    "fromPersonId" UUID NOT NULL,
    "grantId" UUID NOT NULL,
    "toPersonId" UUID NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedReason" TEXT,

    CONSTRAINT "Delegation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Delegation_toPersonId_idx" ON "Delegation"("toPersonId");

-- CreateIndex
CREATE INDEX "Delegation_grantId_idx" ON "Delegation"("grantId");

-- AddForeignKey
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_fromPersonId_fkey" FOREIGN KEY ("fromPersonId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_toPersonId_fkey" FOREIGN KEY ("toPersonId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
