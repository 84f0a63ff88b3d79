import { Temporal } from 'temporal-polyfill'
import { type Candidate, causesAgainst, type Inviter } from '../../src/assessments/eligibility.ts'
import { expiryFrom } from '../../src/assessments/expiry.ts'
import { dueReminders, type OpenRequest } from '../../src/assessments/reminders.ts'
import { openStates, possible, type RequestState, steps } from '../../src/assessments/states.ts'
import { withArticle } from '../../src/assessments/words.ts'
import type { FormDefinition } from '../../src/forms/index.ts'
import { isOver, lastDayOf } from '../../src/kit/window.ts'

const at = (iso: string) => Temporal.Instant.from(iso)

describe('who may be asked (R97, R98)', () => {
  const form = (assessor: object) => ({ short: 'ACAT', assessor }) as unknown as FormDefinition
  const candidate = (more: Partial<Candidate>): Candidate => ({
    personId: 'b',
    grade: 'consultant',
    relations: [],
    account: 'active',
    ...more,
  })
  const posts = { one: 'post', apply: null }
  const inviter: Inviter = { personId: 'a', grade: 'trainee', post: { site: 'St Anne’s' }, lastPost: null, posts }
  const wording = { grade: (key: string) => key, relation: (key: string) => key }
  const causes = (rules: object, who: Partial<Candidate>, by: Partial<Inviter> = {}) =>
    causesAgainst(form(rules), candidate(who), { ...inviter, ...by }, wording).map(({ kind }) => kind)

  it.each([
    ['anybody, where the form says nothing', {}, {}, []],
    ['never oneself', {}, { personId: 'a' }, ['self']],
    ['a grade that the form names', { grades: ['consultant'] }, {}, []],
    ['not another grade', { grades: ['consultant'] }, { grade: 'nurse' }, ['grade']],
    [
      'somebody whose grade nobody has confirmed: it is asked on completion',
      { grades: ['consultant'] },
      { grade: null },
      [],
    ],
    ['not the trainee’s own grade', { exceptOwnGrade: true }, { grade: 'trainee' }, ['ownGrade']],
    [
      'not in an excluded relation',
      { notRelations: ['educationalSupervisor'] },
      { relations: ['educationalSupervisor'] },
      ['excluded'],
    ],
    [
      'in a relation that the form wants',
      { relations: ['clinicalSupervisor'] },
      { relations: ['clinicalSupervisor'] },
      [],
    ],
    ['not outside of it', { relations: ['clinicalSupervisor'] }, {}, ['relation']],
    [
      'who was in it on the day that the form is about',
      { relations: ['clinicalSupervisor'] },
      { onDay: { on: '3 Mar 2026', relations: ['clinicalSupervisor'] } },
      [],
    ],
    [
      'not who was in an excluded one that day',
      { notRelations: ['educationalSupervisor'] },
      { onDay: { on: '3 Mar 2026', relations: ['educationalSupervisor'] } },
      ['excluded'],
    ],
    ['not without an account, where one is needed', { accountRequired: true }, { account: 'none' }, ['account']],
    ['not a suspended person', {}, { account: 'suspended' }, ['suspended']],
  ])('%s', (_words, rules, who, expected) => {
    expect(causes(rules, who as Partial<Candidate>)).toEqual(expected)
  })

  it('names a missing or ended post as the true cause (R98, R162)', () => {
    const rules = { relations: ['clinicalSupervisor'] }
    expect(causes(rules, {}, { post: null })).toEqual(['noPost'])
    const lastPost = { site: 'Royal Infirmary', lastDay: '4 Aug 2026' }
    const [cause] = causesAgainst(form(rules), candidate({}), { ...inviter, post: null, lastPost }, wording)
    expect(cause).toMatchObject({
      kind: 'postEnded',
      words: 'Your post at Royal Infirmary ended on 4 Aug 2026, and no current one is recorded.',
      mend: { href: '/help/contacts' },
    })
  })
})

describe('states of a request', () => {
  const closed: RequestState[] = ['completed', 'declined', 'withdrawn', 'expired']

  it('lets nobody move what is completed', () => {
    for (const step of Object.values(steps)) expect(step.from).not.toContain('completed')
  })

  it.each(closed)('takes nothing more from the assessor once it is %s', (state) => {
    for (const deed of ['start', 'complete', 'decline'] as const) expect(possible(deed, state)).toBe(false)
  })

  it('can be asked anew when it expired or was withdrawn, not when it was declined', () => {
    expect(closed.filter((state) => possible('revive', state))).toEqual(['withdrawn', 'expired'])
    for (const state of openStates) expect(possible('revive', state)).toBe(false)
  })
})

describe('words', () => {
  it.each(['a mini-CEX', 'a CbD', 'an ACAT', 'an OPCAT', 'an MCR', 'a DOPS (formative)', 'a QIPAT', 'an Audit'])(
    '%s',
    (words) => {
      expect(withArticle(words.replace(/^an? /, ''))).toBe(words)
    },
  )
})

describe('the last day', () => {
  it('counts in full, in the programme’s own time zone', () => {
    const expiry = expiryFrom(at('2026-11-22T09:00:00Z'), 28, 'Pacific/Auckland')
    expect(lastDayOf(expiry, 'Pacific/Auckland')).toBe('20 Dec 2026')
    const date = new Date(expiry.epochMilliseconds)
    expect(isOver(date, expiry.subtract({ seconds: 1 }))).toBe(false)
    expect(isOver(date, expiry)).toBe(true)
  })
})

describe('reminders', () => {
  const request = (more: Partial<OpenRequest> = {}): OpenRequest => ({
    recordId: 'r',
    sentAt: at('2026-11-01T09:00:00Z'),
    expiresAt: at('2026-11-30T00:00:00Z'),
    remindedDay: 0,
    reminderDays: [7, 21],
    digested: false,
    ...more,
  })
  const days = (now: string, more: Partial<OpenRequest> = {}) =>
    dueReminders(at(now), [request(more)]).map(({ day }) => day)

  it.each([
    ['2026-11-08T08:59:00Z', {}, []],
    ['2026-11-08T09:00:00Z', {}, [7]],
    ['2026-11-08T09:00:00Z', { remindedDay: 7 }, []],
    ['2026-11-22T09:00:00Z', { remindedDay: 7 }, [21]],
    ['2026-11-22T09:00:00Z', {}, [21]],
    ['2026-11-30T00:00:00Z', {}, []],
    ['2026-11-22T09:00:00Z', { reminderDays: [] }, []],
    // After the first, the weekly digest speaks for all that waits for who has an account.
    ['2026-11-08T09:00:00Z', { digested: true }, [7]],
    ['2026-11-22T09:00:00Z', { digested: true, remindedDay: 7 }, []],
  ])('at %s with %j: %j', (now, more, expected) => {
    expect(days(now, more)).toEqual(expected)
  })
})
