-- Levels are whole numbers, so that they can be compared.
ALTER TABLE "Judgement" ALTER COLUMN "level" TYPE INTEGER USING "level"::integer;
