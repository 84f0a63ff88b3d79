import { z } from 'zod'

/** One ticked box arrives as a text, several as a list, none as nothing. */
const ticked = (most: number, words: string) =>
  z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().max(100)).min(1, words).max(most, `Choose at most ${most} at a time`),
  )

/** Records × items, and the agreement to show what was private. */
export const linking = z.object({
  records: ticked(50, 'Choose at least one record'),
  items: ticked(20, 'Choose at least one item of the curriculum'),
  reveal: z.preprocess((value) => value === 'yes', z.boolean()),
})
export type LinkingInput = z.infer<typeof linking>

/** A record of an item's evidence. */
export const pieceChoice = z.object({ recordId: z.uuid('This record is not known') })

export const starChoice = pieceChoice.extend({ star: z.enum(['yes', 'no']).catch('yes') })
