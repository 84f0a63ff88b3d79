-- CreateTable
CREATE TABLE "TakenUp" (
    "collegeId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "takenUpAt" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "TakenUp_pkey" PRIMARY KEY ("collegeId","personId")
);

-- CreateIndex
CREATE INDEX "TakenUp_personId_idx" ON "TakenUp"("personId");

-- AddForeignKey
ALTER TABLE "TakenUp" ADD CONSTRAINT "TakenUp_collegeId_fkey" FOREIGN KEY ("collegeId") REFERENCES "College"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TakenUp" ADD CONSTRAINT "TakenUp_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
