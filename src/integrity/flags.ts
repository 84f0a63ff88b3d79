/** Signs worth a look, worked out of what is known of signatures. Pure: the figures come in, flags come out (D9). */

export interface Signing {
  recordId: string
  signerId: string
  signerName: string
  assurance: string
  /** Milliseconds. */
  at: number
  browser: string | null
  network: string | null
  /** Whether the address that the link went to looks like one of a workplace. */
  workAddress: boolean
  /** Whether the signer has confirmed an address. */
  verified: boolean
  /** States to be a consultant, which nobody has confirmed. */
  claimsConsultant: boolean
  /** Whether the signer has assessed others as well. */
  assessesOthers: boolean
}

export interface Known {
  signings: readonly Signing[]
  /** Browsers in which the trainee signed in and nobody else did. */
  ownBrowsers: ReadonlySet<string>
  /** Networks from which the trainee signed in, and from which nobody else signed in or assessed anybody else. */
  ownNetworks: ReadonlySet<string>
  /** The day on which evidence for the panel is due, in milliseconds; null where none is set. */
  panelAt: number | null
  /** The day of the panel itself: what comes after evidence was due comes before the panel still. */
  reviewAt?: number | null
}

export type FlagKind = 'sameBrowser' | 'sameNetwork' | 'burst' | 'minutes' | 'claimedGrade'

export interface Flag {
  kind: FlagKind
  recordIds: string[]
  facts: Record<string, string | number>
}

const day = 86_400_000
const minute = 60_000

/** Each flag needs this much; what is less is ordinary work. */
export const needs = {
  network: { forms: 3, signers: 2 },
  burst: { days: 14, forms: 8, share: 0.75, yearDays: 365, hour: 60 * 60_000 },
  minutes: { forms: 5, minutes: 5 },
  claimed: { forms: 2 },
} as const

/**
 * A link alone says least about who followed it. Whoever signed in, or confirmed on the trainee's device by a PIN or a
 * mailed code, is known: where and on what they did so is then no sign of anything.
 */
const byLinkAlone = ({ assurance }: Signing): boolean => assurance.endsWith('link')

/** Every flag of one portfolio; none for ordinary work, however many share a network or hand a device over. */
export function flagsOf(known: Known): Flag[] {
  return [...sameBrowser(known), ...sameNetwork(known), ...burst(known), ...minutes(known), ...claimedGrade(known)]
}

function bySigner(signings: readonly Signing[]): Signing[][] {
  const groups = new Map<string, Signing[]>()
  for (const one of signings) groups.set(one.signerId, [...(groups.get(one.signerId) ?? []), one])
  return [...groups.values()]
}

const idsOf = (signings: readonly Signing[]) => signings.map(({ recordId }) => recordId)

function sameBrowser({ signings, ownBrowsers }: Known): Flag[] {
  const found = signings.filter((one) => byLinkAlone(one) && one.browser !== null && ownBrowsers.has(one.browser))
  return found.length === 0 ? [] : [{ kind: 'sameBrowser', recordIds: idsOf(found), facts: { forms: found.length } }]
}

/** Never the address alone: only forms of several assessors, by links to private addresses, from the trainee's own network. */
function sameNetwork({ signings, ownNetworks }: Known): Flag[] {
  const found = signings.filter(
    (one) => byLinkAlone(one) && !one.workAddress && one.network !== null && ownNetworks.has(one.network),
  )
  const signers = new Set(found.map(({ signerId }) => signerId)).size
  if (found.length < needs.network.forms || signers < needs.network.signers) return []
  return [{ kind: 'sameNetwork', recordIds: idsOf(found), facts: { forms: found.length, signers } }]
}

/** Most of a year just before the panel; or, whatever the year was, so many by link alone in one hour of those weeks. */
function burst({ signings, panelAt, reviewAt }: Known): Flag[] {
  if (panelAt === null) return []
  const { days, forms, share, yearDays, hour } = needs.burst
  // The day of the panel counts to its end.
  const until = Math.max(panelAt, reviewAt ?? 0) + day
  const year = signings.filter(({ at }) => at < until && at > panelAt - yearDays * day)
  const late = year.filter(({ at }) => at > panelAt - days * day)
  const facts = { year: year.length, days }
  if (late.length >= forms && late.length >= share * year.length)
    return [{ kind: 'burst', recordIds: idsOf(late), facts: { ...facts, forms: late.length } }]
  const atOnce = quickest(
    late.filter(byLinkAlone).toSorted((a, b) => a.at - b.at),
    hour,
  )
  if (atOnce.length < forms) return []
  return [{ kind: 'burst', recordIds: idsOf(atOnce), facts: { ...facts, forms: atOnce.length, hour: 1 } }]
}

/** So many forms by one assessor that there was hardly time to write them. */
function minutes({ signings }: Known): Flag[] {
  return bySigner(signings).flatMap((theirs): Flag[] => {
    const sorted = theirs.toSorted((a, b) => a.at - b.at)
    const quick = quickest(sorted, needs.minutes.minutes * minute)
    if (quick.length < needs.minutes.forms) return []
    const took = Math.max(1, Math.ceil((quick.at(-1)!.at - quick[0]!.at) / minute))
    const facts = { forms: quick.length, minutes: took, signer: quick[0]!.signerName }
    return [{ kind: 'minutes', recordIds: idsOf(quick), facts }]
  })
}

/** The longest run of forms within the span. */
function quickest(sorted: readonly Signing[], span: number): Signing[] {
  const runs = sorted.map((first, index) => sorted.slice(index).filter(({ at }) => at - first.at <= span))
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), [])
}

/** Somebody known to nobody else, at a private address that was never confirmed, who says to be a consultant, repeatedly. */
function claimedGrade({ signings }: Known): Flag[] {
  const doubtful = signings.filter(
    (one) => byLinkAlone(one) && one.claimsConsultant && !one.verified && !one.workAddress && !one.assessesOthers,
  )
  return bySigner(doubtful)
    .filter((theirs) => theirs.length >= needs.claimed.forms)
    .map((theirs) => ({
      kind: 'claimedGrade',
      recordIds: idsOf(theirs),
      facts: { forms: theirs.length, signer: theirs[0]!.signerName },
    }))
}
