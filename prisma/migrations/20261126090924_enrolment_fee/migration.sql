-- CreateEnum
CREATE TYPE "EnrolmentFee" AS ENUM ('none', 'due', 'paid');

-- AlterTable
ALTER TABLE "Admission" ADD COLUMN     "fee" "EnrolmentFee" NOT NULL DEFAULT 'none',
ADD COLUMN     "feeNotedByName" TEXT,
ADD COLUMN     "feePaidOn" DATE,
ADD COLUMN     "feeReference" TEXT;
