-- CreateTable
CREATE TABLE "SiteRating" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "packVersionId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "ratedOn" DATE NOT NULL,
    "values" JSONB NOT NULL,
    "readBy" TEXT[],
    "sumsFor" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SiteRating_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SiteRating_siteId_ratedOn_idx" ON "SiteRating"("siteId", "ratedOn");

-- CreateIndex
CREATE INDEX "SiteRating_enrolmentId_siteId_ratedOn_idx" ON "SiteRating"("enrolmentId", "siteId", "ratedOn");

-- CreateIndex
CREATE INDEX "SiteRating_programmeId_ratedOn_idx" ON "SiteRating"("programmeId", "ratedOn");

-- AddForeignKey
ALTER TABLE "SiteRating" ADD CONSTRAINT "SiteRating_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SiteRating" ADD CONSTRAINT "SiteRating_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
