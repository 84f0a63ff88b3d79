import { createHash } from 'node:crypto'
import { list, plural } from '../kit/ui.ts'
import { differentNumbers } from './alike.ts'
import type { Pair } from './queries.ts'

const registers: Record<string, string> = { gmc: 'GMC', mcnz: 'MCNZ', ahpra: 'AHPRA', nmc: 'NMC', memberId: 'member' }

/** Why these two cannot be made one; empty where they can. */
export function hindrances({ keep, other, between }: Pair): string[] {
  const numbers = differentNumbers(keep, other).map((kind) => registers[kind] ?? kind)
  return [
    ...(numbers.length > 0
      ? [`They have different ${list(numbers)} numbers. If one is a mistake, take it away on that person’s page first.`]
      : []),
    ...(other.enrolled.length > 0 && keep.enrolled.length > 0 ? [twoPortfolios({ keep, other })] : []),
    ...(other.enrolled.length > 0 && keep.enrolled.length === 0
      ? [`${other.name} has the portfolio, so that record is the one to keep.`]
      : []),
    ...(between.records > 0
      ? [`One of them wrote or was asked for ${plural(between.records, 'record')} about the other.`]
      : []),
    ...(between.supervisions > 0 ? ['One of them is or was supervisor of the other.'] : []),
    ...(between.rounds > 0 ? [`Both were asked in ${plural(between.rounds, 'round')} of feedback.`] : []),
    ...(between.drafts > 0
      ? [
          `Both have begun to write the same ${between.drafts === 1 ? 'text' : `${between.drafts} texts`}. One of them has to be finished or thrown away first.`,
        ]
      : []),
    ...[keep, other]
      .filter(({ suspended }) => suspended)
      .map(({ name }) => `The account of ${name} is suspended: that is to be lifted or settled first.`),
    ...[keep, other]
      .filter(({ within }) => !within)
      .map(({ name }) => `${name} also has a place in a programme of another college, which has to be asked first.`),
  ]
}

function twoPortfolios({ keep, other }: Pick<Pair, 'keep' | 'other'>): string {
  const shared = keep.enrolled.filter(({ id }) => other.enrolled.some((one) => one.id === id))
  const both = `Both are enrolled in ${list(shared.map(({ name }) => name))}.`
  const mistake = [keep, other].find(({ enrolled }) => enrolled.every(({ waits }) => waits))
  if (mistake)
    return `${shared.length > 0 ? both : 'Both have a portfolio of their own.'} The acceptance with ${list(mistake.emails) || 'no address'} was not taken up: once the programme’s coordinator withdraws it under “Invitations”, they can be made one.`
  return shared.length > 0 ? both : 'Both have a portfolio of their own, whose signatures belong to it.'
}

/** What was read: if it changes, nobody merges what they have not seen. */
export const seenOf = ({ keep, other, between }: Pair): string =>
  createHash('sha256')
    .update(JSON.stringify([keep, other, between]))
    .digest('hex')
    .slice(0, 32)
