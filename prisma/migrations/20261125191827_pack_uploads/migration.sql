-- CreateTable
CREATE TABLE "PackUpload" (
    "id" UUID NOT NULL,
    "collegeId" UUID NOT NULL,
    "uploadedById" UUID NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name" TEXT NOT NULL,
    "files" JSONB NOT NULL,

    CONSTRAINT "PackUpload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PackUpload_collegeId_idx" ON "PackUpload"("collegeId");

-- AddForeignKey
ALTER TABLE "PackUpload" ADD CONSTRAINT "PackUpload_collegeId_fkey" FOREIGN KEY ("collegeId") REFERENCES "College"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
