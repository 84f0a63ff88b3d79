-- CreateTable
CREATE TABLE "Announcement" (
    "id" UUID NOT NULL,
    "programmeIds" UUID[],
    "audiences" TEXT[],
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "byMail" BOOLEAN NOT NULL DEFAULT false,
    "writtenById" UUID NOT NULL,
    "writtenByName" TEXT NOT NULL,
    "writtenByRole" TEXT NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,
    "shownSince" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnBy" TEXT,
    "withdrawnWhy" TEXT,

    CONSTRAINT "Announcement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AnnouncementVersion" (
    "id" UUID NOT NULL,
    "announcementId" UUID NOT NULL,
    "programmeIds" UUID[],
    "audiences" TEXT[],
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedById" UUID NOT NULL,
    "changedByName" TEXT NOT NULL,

    CONSTRAINT "AnnouncementVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AnnouncementAway" (
    "announcementId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AnnouncementAway_pkey" PRIMARY KEY ("announcementId","personId")
);

-- CreateTable
CREATE TABLE "AnnouncementMailed" (
    "announcementId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AnnouncementMailed_pkey" PRIMARY KEY ("announcementId","personId")
);

-- CreateIndex
CREATE INDEX "Announcement_until_idx" ON "Announcement"("until");

-- CreateIndex
CREATE INDEX "AnnouncementVersion_announcementId_changedAt_idx" ON "AnnouncementVersion"("announcementId", "changedAt");

-- AddForeignKey
ALTER TABLE "AnnouncementVersion" ADD CONSTRAINT "AnnouncementVersion_announcementId_fkey" FOREIGN KEY ("announcementId") REFERENCES "Announcement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnnouncementAway" ADD CONSTRAINT "AnnouncementAway_announcementId_fkey" FOREIGN KEY ("announcementId") REFERENCES "Announcement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnnouncementMailed" ADD CONSTRAINT "AnnouncementMailed_announcementId_fkey" FOREIGN KEY ("announcementId") REFERENCES "Announcement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
