import { normaliseEmail, normaliseNumber } from '../identity/index.ts'
import type { RowFindings } from './findings.ts'
import { groupBy } from './grouping.ts'
import type { SheetRow } from './sheet/columns.ts'
import type { Candidate, SiteHere, Trainee, World } from './world.ts'

/** A name as it is compared: without its title, accents aside, in small letters. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/^(dr|mr|mrs|ms|mx|miss|prof|professor|sir|dame)\.?\s+/, '')
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
}

/** Rows by each of their keys; several may have the same. */
function byKeys<T>(rows: readonly T[], keysOf: (row: T) => readonly string[]): ReadonlyMap<string, T[]> {
  const pairs = rows.flatMap((row) => [...new Set(keysOf(row))].filter(Boolean).map((key) => ({ key, row })))
  return new Map([...groupBy(pairs, ({ key }) => key)].map(([key, found]) => [key, found.map(({ row }) => row)]))
}

type Known = Pick<Candidate, 'name' | 'emails' | 'numbers'>

class People<T extends Known> {
  readonly #emails: ReadonlyMap<string, T[]>
  readonly #numbers: ReadonlyMap<string, T[]>
  readonly #names: ReadonlyMap<string, T[]>
  constructor(people: readonly T[]) {
    this.#emails = byKeys(people, ({ emails }) => emails)
    this.#numbers = byKeys(people, ({ numbers }) => numbers)
    this.#names = byKeys(people, ({ name }) => [plainName(name)])
  }
  byEmail = (text: string) => this.#emails.get(normaliseEmail(text)) ?? []
  /** "GMC 7012345" is a number as well. */
  byNumber = (text: string) =>
    this.#numbers.get(normaliseNumber(text)) ??
    this.#numbers.get(normaliseNumber(text.replace(/^(gmc|mcnz|ahpra|nmc)[\s:.]*/i, ''))) ??
    []
  byName = (text: string) => this.#names.get(plainName(text)) ?? []
}

/** Finds who and where the words of a sheet mean. Made once for all its rows. */
export class Matcher {
  readonly #trainees: People<Trainee>
  readonly #supervisors: People<Candidate>
  readonly #sites: ReadonlyMap<string, SiteHere[]>
  readonly #elsewhere: ReadonlyMap<string, World['elsewhere']>

  constructor({ trainees, supervisors, sites, elsewhere }: World) {
    this.#trainees = new People(trainees)
    this.#supervisors = new People(supervisors)
    this.#sites = byKeys(sites, ({ name, town, network }) =>
      [name, `${name} (${network})`, ...(town ? [`${name} (${town})`, `${name}, ${town}`] : [])].map(plainName),
    )
    this.#elsewhere = byKeys(elsewhere, ({ name }) => [plainName(name)])
  }

  /** The trainee of a row: whatever it says of them has to mean the same one. */
  trainee({ cells: { number, email, name } }: SheetRow, findings: RowFindings): Trainee | null {
    const said = [
      { cell: number, found: number?.text ? this.#trainees.byNumber(number.text) : null },
      { cell: email, found: email?.text ? this.#trainees.byEmail(email.text) : null },
      { cell: name, found: name?.text ? this.#trainees.byName(name.text) : null },
    ].filter(({ found }) => found !== null)
    const sure = said.find(({ found }) => found!.length === 1)
    const [first] = said
    if (!first)
      return findings.error(
        'unknownPerson',
        'Nobody is named: give a registration number, an e-mail address or a name.',
      )
    if (!sure) {
      const [one] = first.found!
      return one
        ? findings.error(
            'ambiguousName',
            `${first.found!.length} trainees are called ${one.name}. Add the registration number.`,
            first.cell!.ref,
          )
        : findings.error('unknownPerson', `“${first.cell!.text}” is nobody in this programme.`, first.cell!.ref)
    }
    const trainee = sure.found![0]!
    // A name may be written otherwise; a number or an address of somebody else is a slip that would move the wrong person.
    const other = said.find(({ cell, found }) => !found!.includes(trainee) && (cell !== name || found!.length > 0))
    if (!other) return trainee
    const text = other.found!.length > 0 ? `belongs to ${other.found![0]!.name}` : 'is nobody in this programme'
    return findings.error(
      'unknownPerson',
      `“${other.cell!.text}” ${text}, and ${sure.cell!.ref} means ${trainee.name}.`,
      other.cell!.ref,
    )
  }

  /** Everybody whom a row may mean of which it is not clear whom it means. */
  perhaps({ cells: { number, email, name } }: SheetRow): Trainee[] {
    return [
      ...(number?.text ? this.#trainees.byNumber(number.text) : []),
      ...(email?.text ? this.#trainees.byEmail(email.text) : []),
      ...(name?.text ? this.#trainees.byName(name.text) : []),
    ]
  }

  site(cell: { text: string; ref: string }, findings: RowFindings): SiteHere | null {
    const all = this.#sites.get(plainName(cell.text)) ?? []
    const own = all.filter((one) => one.own)
    const found = own.length > 0 ? own : all
    if (found.length === 1) return found[0]!
    if (found.length > 1)
      return findings.error(
        'unknownSite',
        `There are ${found.length} hospitals called “${cell.text}”: write it as ${found.map(({ name, network }) => `${name} (${network})`).join(' or ')}.`,
        cell.ref,
      )
    const [elsewhere] = this.#elsewhere.get(plainName(cell.text)) ?? []
    return elsewhere
      ? findings.error(
          'otherCollege',
          `${elsewhere.name} is on record with ${elsewhere.college}, not with your college.`,
          cell.ref,
        )
      : findings.error('unknownSite', `“${cell.text}” is no hospital on record.`, cell.ref)
  }

  /** A supervisor by name, address or number; several in one cell of "Name <address>" mean the address. */
  supervisor(cell: { text: string; ref: string }, findings: RowFindings): Candidate | null {
    const address = /<([^<>\s]+@[^<>\s]+)>/.exec(cell.text)?.[1] ?? (cell.text.includes('@') ? cell.text : null)
    const found = address ? this.#supervisors.byEmail(address) : this.#byWords(cell.text)
    if (found.length === 1) return found[0]!
    return found.length > 1
      ? findings.error(
          'ambiguousName',
          `${found.length} people are called ${found[0]!.name}. Write the e-mail address instead.`,
          cell.ref,
        )
      : findings.error('unknownPerson', `“${cell.text}” is nobody who can supervise here.`, cell.ref)
  }

  #byWords(text: string): Candidate[] {
    const byName = this.#supervisors.byName(text)
    return byName.length > 0 ? byName : this.#supervisors.byNumber(text)
  }
}
