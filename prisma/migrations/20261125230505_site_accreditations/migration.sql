-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "capacity" INTEGER;

-- CreateTable
CREATE TABLE "SiteAccreditation" (
    "id" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "maxMonths" INTEGER,
    "capacity" INTEGER,
    "from" DATE NOT NULL,
    "until" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SiteAccreditation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SiteAccreditation_siteId_programmeId_from_idx" ON "SiteAccreditation"("siteId", "programmeId", "from");

-- AddForeignKey
ALTER TABLE "SiteAccreditation" ADD CONSTRAINT "SiteAccreditation_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SiteAccreditation" ADD CONSTRAINT "SiteAccreditation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
