-- A fee that was paid has its day; one that was not has none (R21).
ALTER TABLE "Admission"
  ADD CONSTRAINT "Admission_fee_paid" CHECK (("fee" = 'paid') = ("feePaidOn" IS NOT NULL));
