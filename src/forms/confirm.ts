import type { FormDefinition } from './definition.ts'

/**
 * Whether what the trainee enters is confirmed by somebody else afterwards: certificates and examinations always (R83),
 * everything else where the form says that a supervisor signs as well as the trainee.
 */
export function isConfirmed({
  kind,
  filledBy,
  signedBy,
}: Pick<FormDefinition, 'kind' | 'filledBy' | 'signedBy'>): boolean {
  if (kind === 'certificate' || kind === 'exam') return true
  return filledBy === 'trainee' && signedBy.some((party) => party !== 'trainee')
}
