/** Why something that looks like an identifier may stay, in the order in which it is offered. */
export const reasons = [
  ['mistaken', 'It only looks like it: a dose, a result, a study, a place, an eponym'],
  ['public', 'It is public anyway: an author, a guideline, an office’s own number'],
  ['agreed', 'It names a colleague, who agreed to it'],
  ['needed', 'It has to be here, and everybody who reads this may know it'],
] as const

/** The inputs of the box: the reason, and what was asked about when it was given. */
export const REASON = '_guard'
export const MARKS = '_guarded'

/** Where the box is on the page; problems of the whole question stand at this key. */
export const GUARD = 'guard'
