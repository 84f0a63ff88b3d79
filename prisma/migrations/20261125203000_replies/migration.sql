-- CreateTable
CREATE TABLE "Reply" (
    "recordId" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "authorId" UUID NOT NULL,
    "authorName" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reply_pkey" PRIMARY KEY ("recordId","field")
);
