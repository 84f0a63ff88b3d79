import { jest } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'node-html-parser'
import type { CastName } from '../../src/demo/cast.ts'
import { addRecord, clinic, discussion, reflection } from '../progress/seed.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

jest.setTimeout(120_000)

const world = await testWorld()
const of = { amara: `/portfolios/${world.enrolment.amara}`, tom: `/portfolios/${world.enrolment.tom}` }
type Agent = Awaited<ReturnType<typeof world.as>>

/** The lines under "Since you last looked". */
function linesOf(page: { text: string }): string[] {
  const section = parse(page.text).querySelector('section[aria-labelledby="since"]')
  return (section?.querySelectorAll('.what bdi') ?? []).map((line) => line.text.trim())
}

const look = async (agent: Agent, own = of.tom) => agent.get(own).expect(200)
const markForm = (page: { text: string; status: number }) => FormPage.from(page, 'form[action$="/changes/seen"]')

const withdraw = async (agent: Agent, id: string) => {
  const form = FormPage.from(await agent.get(`/records/${id}/withdraw`), `form[action="/records/${id}/withdraw"]`)
  expect((await form.submit(agent)).status).toBe(303)
}

const viewers = [
  ['helen', 'educationalSupervisor'],
  ['ruth', undefined],
] as const satisfies readonly (readonly [CastName, string | undefined])[]

type Deed = 'clinic' | 'discussion' | 'private' | 'withdraw' | 'helen' | 'ruth' | 'stale'

describe('D5: since you last looked', () => {
  it('after a visit the list is empty, and each change appears exactly once per viewer, whatever is done in whatever order', async () => {
    const tom = await world.as('tom')
    const agents = { helen: await world.as(...viewers[0]), ruth: await world.as('ruth') }
    let number = 0
    const made: { id: string; line: string; gone: string }[] = []
    const waiting = { helen: [] as (() => string)[], ruth: [] as (() => string)[] }
    const everybody = (line: () => string) => {
      for (const lines of Object.values(waiting)) lines.push(line)
    }
    const visit = async (who: 'helen' | 'ruth') => {
      const page = await look(agents[who])
      const expected = waiting[who].map((line) => line()).sort()
      expect([who, linesOf(page).sort()]).toEqual([who, expected])
      // Fetching a page takes nothing away, however often.
      expect(linesOf(await look(agents[who])).length).toBe(expected.length)
      return page
    }
    const mark = async (who: 'helen' | 'ruth', page: Awaited<ReturnType<typeof visit>>) => {
      if (waiting[who].length > 0) expect((await markForm(page).submit(agents[who])).status).toBe(303)
    }
    const deeds: Record<Deed, () => Promise<void>> = {
      async clinic() {
        const title = `Clinic ${++number}`
        const id = await addRecord(world, 'tom', { ...clinic('2026-11-03'), title })
        const one = { id, line: `New: ${title}`, gone: 'New: Clinic' }
        made.push(one)
        everybody(() => (made.includes(one) ? one.line : one.gone))
      },
      async discussion() {
        const title = `Talk ${++number}`
        await addRecord(world, 'tom', discussion(title, []))
        everybody(() => `Assessment completed: ${title}`)
      },
      async private() {
        await addRecord(world, 'tom', reflection(`Private ${++number}`))
      },
      async withdraw() {
        const one = made.pop()
        if (!one) return
        await withdraw(tom, one.id)
        everybody(() => 'Withdrawn: Clinic')
      },
      async helen() {
        await mark('helen', await visit('helen'))
        waiting.helen = []
        await visit('helen')
      },
      async ruth() {
        await mark('ruth', await visit('ruth'))
        waiting.ruth = []
        await visit('ruth')
      },
      async stale() {
        // What comes between looking and marking is not marked.
        const page = await visit('helen')
        const seen = waiting.helen.length
        await deeds.clinic()
        if (seen > 0) expect((await markForm(page).submit(agents.helen)).status).toBe(303)
        waiting.helen = waiting.helen.slice(seen)
        await visit('helen')
      },
    }
    const step = fc.constantFrom<Deed>(
      'clinic',
      'clinic',
      'discussion',
      'private',
      'withdraw',
      'helen',
      'ruth',
      'stale',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
        for (const one of [...steps, 'helen', 'ruth'] as const) await deeds[one]()
      }),
      { numRuns: 5, endOnFailure: true },
    )
  })

  it('numbers what is done at the same moment without a gap that somebody could read past', async () => {
    await Promise.all(Array.from({ length: 6 }, () => addRecord(world, 'amara', clinic('2026-11-04'))))
    const rows = await world.db.change.findMany({
      where: { enrolmentId: world.enrolment.amara },
      orderBy: { seq: 'asc' },
    })
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('is of the role in which one looks, never goes back, and knows no more than there is', async () => {
    const idris = await world.as('idris', 'clinicalSupervisor')
    const first = await look(idris, of.amara)
    expect(wordsOf(first)).toContain('6 new · you have not looked before')
    const forged = markForm(first).forge({ upTo: '999999' })
    expect((await forged.submit(idris)).status).toBe(303)
    await addRecord(world, 'amara', clinic('2026-11-05'))
    expect(linesOf(await look(idris, of.amara))).toHaveLength(1)
    expect(
      (
        await markForm(await look(idris, of.amara))
          .forge({ upTo: '1' })
          .submit(idris)
      ).status,
    ).toBe(303)
    expect(linesOf(await look(idris, of.amara))).toHaveLength(1)
    expect(
      (
        await markForm(await look(idris, of.amara))
          .forge({ upTo: 'soon' })
          .submit(idris)
      ).status,
    ).toBe(422)
    expect(linesOf(await look(await world.as('helen'), of.amara))).toHaveLength(7)
    const token = /name="_csrf" value="([^"]+)"/.exec((await idris.get('/profile')).text)![1]!
    const elsewhere = await idris.post(`${of.tom}/changes/seen`).type('form').send({ _csrf: token, upTo: '1' })
    expect(elsewhere.status).toBe(404)
  })

  it('one’s own deeds are no news to oneself, and somebody else’s sign-off is', async () => {
    const amara = await world.as('amara')
    await addRecord(world, 'amara', discussion('Take', ['cip-c4']))
    const page = await amara.get(`${of.amara}/curriculum?open=cip-c4&mode=rate`)
    const why = 'I led four complete consultations and explained the plan in plain words each time.'
    await FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why }).submit(amara)
    const idris = await world.as('idris', 'clinicalSupervisor')
    expect(linesOf(await look(idris, of.amara)).join(' ')).toMatch(/Self-assessed: .*Linked: Take to C4/s)
    const form = FormPage.from(await idris.get(`${of.amara}/sign-off/cip-c4`), 'form[data-hotkeys]')
    const level = { 'f.level': '2', 'f.singleReason': 'One long consultation says enough.' }
    expect((await form.fill(level).submit(idris)).status).toBe(303)
    expect(linesOf(await look(idris, of.amara)).join(' ')).not.toContain('Signed off')
    expect(linesOf(await look(await world.as('helen'), of.amara)).join(' ')).toContain('Signed off:')
  })

  it('the supervisor’s home says how much is new, until it is marked', async () => {
    const helen = await world.as('helen')
    const count = linesOf(await look(helen, of.amara)).length
    const cells = (page: { text: string }) =>
      parse(page.text)
        .querySelectorAll('tr')
        .find((row) => row.text.includes('Dr Amara Okafor'))!
        .querySelectorAll('td, th')
        .map((cell) => cell.text.trim())
    expect(cells(await helen.get('/'))).toContain(String(count))
    await markForm(await look(helen, of.amara)).submit(helen)
    expect(cells(await helen.get('/'))).toContain('0')
  })
})

describe('R135: ready for review', () => {
  it('tells one supervisor how much is new: counts by mail, titles on the page behind it', async () => {
    await addRecord(world, 'amara', { ...clinic('2026-11-06'), title: 'A telling title' })
    const amara = await world.as('amara')
    const page = await amara.get(`${of.amara}/review`).expect(200)
    // What she has said to have seen is not new to her.
    expect(wordsOf(page)).toMatch(/Dr Helen Marsh ?educational supervisor ?New to them: 1 new record(?!,)/)
    const form = FormPage.from(page, 'main form.form').fill({
      reviewer: world.person.helen,
      words: 'Mostly the clinics.',
    })
    expect((await form.submit(amara)).status).toBe(303)
    const mail = await world.db.mail.findFirstOrThrow({ where: { purpose: 'review.asked' } })
    expect(mail.toPersonId).toBe(world.person.helen)
    expect(mail.text).toMatch(/: 1 new record\b(?!,)/)
    expect(mail.text).not.toMatch(/telling|Mostly|Take/)
    const { path } = mail.link as { path: string }
    const helen = await world.as('helen')
    const review = wordsOf(await helen.get(path).expect(200))
    expect(review).toContain('A telling title')
    expect(review).toContain('Mostly the clinics.')
    expect(wordsOf(await helen.get('/'))).toContain('Dr Amara Okafor is ready for your review')
    // It waits on home and among what is to do until what was new then is marked as seen.
    for (const where of ['/', '/todo']) expect((await helen.get(where)).text).toContain(`href="${path}"`)
    expect(wordsOf(await helen.get(path))).toContain('Sign off what waits')
    await markForm(await look(helen, of.amara)).submit(helen)
    expect((await helen.get('/todo')).text).not.toContain(`href="${path}"`)
    for (const name of ['idris', 'tom', 'sam'] as const) await (await world.as(name)).get(path).expect(404)
  })

  it('does not ask again while nothing is new, and counts only what came since', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`${of.amara}/review`).expect(200)
    expect(wordsOf(page)).toContain('Nothing is new to Dr Helen Marsh since you asked on 22 Nov 2026.')
    const again = FormPage.from(page, 'main form.form').forge({ reviewer: world.person.helen })
    expect((await again.submit(amara)).status).toBe(422)
    await addRecord(world, 'amara', clinic('2026-11-07'))
    expect(wordsOf(await amara.get(`${of.amara}/review`))).toContain('New since you asked on 22 Nov 2026: 1 new record')
    const nobody = await FormPage.from(await amara.get(`${of.amara}/review`), 'main form.form')
      .forge({ reviewer: world.person.morgan, words: 'Kept' })
      .submit(amara)
    expect([nobody.status, wordsOf(nobody).includes('Choose one of these people.')]).toEqual([422, true])
    expect(FormPage.from(nobody, 'main form.form').value('words')).toBe('Kept')
    await (await world.as('helen')).get(`${of.amara}/review`).expect(404)
  })

  it('R135: asked for in two windows at once, it is one review and one mail', async () => {
    await addRecord(world, 'amara', clinic('2026-11-18'))
    const amara = await world.as('amara')
    const forms = await Promise.all(
      [1, 2].map(async () => FormPage.from(await amara.get(`${of.amara}/review`), 'main form.form')),
    )
    const before = await world.db.review.count()
    const answers = await Promise.all(forms.map((form) => form.forge({ reviewer: world.person.helen }).submit(amara)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await world.db.review.count()) - before).toBe(1)
  })
})
