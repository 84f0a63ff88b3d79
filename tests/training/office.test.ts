import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { addRecord, discussion } from '../progress/seed.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const there = await radiology(world)
const own = `/portfolios/${world.enrolment.amara}`
const [first, second] = world.ids.sites as [string, string]
type Agent = Awaited<ReturnType<typeof world.as>>
const formOf = async (agent: Agent, path: string) =>
  FormPage.from(await agent.get(path), `form[action="${path.split('?')[0]}"]`)
const posts = () =>
  world.db.placement.findMany({ where: { enrolmentId: world.enrolment.amara }, orderBy: { from: 'asc' } })
const days = async () =>
  (await posts()).map(({ siteId, from, until }) => [
    siteId === first ? 'first' : siteId === second ? 'second' : 'other',
    from.toISOString().slice(0, 10),
    until?.toISOString().slice(0, 10) ?? null,
  ])
const tick = (page: { text: string; status: number }, path: string) => {
  const form = FormPage.from(page, `form[action="${path}"]`)
  const token = form.page.querySelector('input[name=confirm]')!.getAttribute('value')!
  return form.fill({ confirm: token })
}

let sam: Agent
beforeAll(async () => {
  sam = await world.as('sam')
})

describe('A4: the office keeps posts', () => {
  it('C17: enters the next rotation with three inputs, which begins where the last one ends', async () => {
    const [now] = await posts()
    const page = await sam.get(`${own}/posts`)
    expect(headingOf(page.text)).toContain('Dr Amara Okafor')
    const path = `${own}/posts/new?after=${now!.id}`
    expect(page.text).toContain(`href="${path}"`)
    const form = await formOf(sam, path)
    const day = now!.until!.toISOString().slice(0, 10)
    expect(form.value('from')).toBe(day)
    expect(form.value('last')! > day).toBe(true)
    expect((await form.fill({ site: second }).submit(sam)).status).toBe(303)
    const [, next] = await days()
    expect(next!.slice(0, 2)).toEqual(['second', day])
    const notice = await world.db.notice.findFirstOrThrow({
      where: { personId: world.person.amara, kind: 'post.changed' },
    })
    expect(notice.text).toContain('On record: Post at')
    expect(await world.db.auditEvent.count({ where: { type: 'post.applied', actorId: world.person.sam } })).toBe(1)
  })

  it('shows supervisors by year and by post beside them, with the way to change them', async () => {
    const page = await sam.get(`${own}/posts`)
    const words = wordsOf(page)
    expect(words).toContain('Dr Helen Marsh')
    expect(page.text).toContain(`/trainees/${world.enrolment.amara}/supervisors?kind=educational`)
    expect((await (await world.as('amara')).get(`${own}/posts`)).text).not.toContain('/supervisors?kind=')
  })

  it('A4: offers supervisors of this college alone, those of the programme first, and takes nobody else', async () => {
    const path = `/trainees/${world.enrolment.amara}/supervisors`
    const form = await formOf(sam, `${path}?kind=educational`)
    const offered = form.page.querySelectorAll('select[name=personId] option').map((one) => one.textContent.trim())
    expect(offered[1]).toContain('1 trainee now')
    expect(offered.join()).not.toContain('Grace')
    const refused = await form.forge({ personId: there.person.grace, from: '2026-12-01', reason: 'Asked' }).submit(sam)
    expect(refused.status).toBe(422)
  })

  it('refuses inverted days, a hospital of another college, and a share that leaves nothing', async () => {
    const path = `${own}/posts/new`
    const typed = { site: second, from: '2026-12-01', last: '2026-12-31' }
    const problem = async (more: Record<string, string>) => {
      const answer = await (await formOf(sam, path)).forge({ ...typed, ...more }).submit(sam)
      expect(answer.status).toBe(422)
      return wordsOf(answer)
    }
    expect(await problem({ last: '2026-11-30' })).toContain('The last day lies before the first one.')
    expect(await problem({ site: there.sites[0] })).toContain('Choose the hospital from the list.')
    expect(await problem({ split: 'yes', share: '140' })).toContain('from 1 to 99')
    expect(await problem({})).toContain('Change that first, or say that the time is split.')
  })
})

describe('A5: changes of what is on record', () => {
  it('shows what they do before they are confirmed: to the record, to access, to what was signed', async () => {
    world.clock.set('2026-11-18T09:00:00Z')
    await addRecord(world, 'amara', discussion('Falls', ['cip-c4'], 'ruth'))
    world.clock.set('2026-11-22T09:00:00Z')
    const [now] = await posts()
    const path = `${own}/posts/${now!.id}`
    const ruth = await world.as('ruth')
    expect((await ruth.get(own)).status).toBe(200)
    const form = await formOf(sam, path)
    expect(wordsOf({ text: form.page.toString(), status: 200 })).toContain('is taken off the record.')
    const silent = await form.fill({ last: '2026-11-15' }).submit(sam)
    expect(silent.status).toBe(422)
    expect(wordsOf(silent)).toContain('Say why: days that have passed would read otherwise.')
    const asked = await FormPage.from(silent, `form[action="${path}"]`).fill({ reason: 'She moved early' }).submit(sam)
    expect(asked.status).toBe(422)
    const words = wordsOf(asked)
    expect(words).toContain('Read what this changes, and tick if it is right.')
    expect(words).toContain('becomes')
    expect(words).toContain(
      'Dr Ruth Adler no longer reaches the portfolio from today on; what waited can be finished until 13 Dec 2026.',
    )
    expect(words).toContain('Nothing is on record from 16 Nov 2026 to')
    expect(words).toContain(
      'Dr Ruth Adler signed 1 form in days that are no longer on record there. What was signed stays signed.',
    )
    expect(words).toMatch(/Days in post up to today: \d+, not \d+\./)
    expect(FormPage.from(asked, `form[action="${path}"]`).value('reason')).toBe('She moved early')
    // Nothing has happened yet.
    expect((await ruth.get(own)).status).toBe(200)
    expect((await tick(asked, path).submit(sam)).status).toBe(303)
    expect((await ruth.get(own)).status).toBe(404)
    const kept = await world.db.correctedPlacement.findFirstOrThrow({ where: { placementId: now!.id } })
    expect([kept.reason, kept.correctedById]).toEqual(['She moved early', world.person.sam])
    // Whoever keeps the posts reads why, and so does the trainee.
    const why = async (name: 'sam' | 'amara') =>
      wordsOf(await (await world.as(name)).get(`${own}/posts`)).includes('She moved early')
    expect([await why('sam'), await why('amara')]).toEqual([true, true])
    const told = await world.db.notice.findFirstOrThrow({
      where: { personId: world.person.ruth, kind: 'post.changed' },
      orderBy: { id: 'desc' },
    })
    expect(told.text).toContain('Mr Sam Whitfield changed for Dr Amara Okafor')
  })

  it('D16: lets another post make way only once it is confirmed, and asks again where the change is another one', async () => {
    const path = `${own}/posts/new`
    const before = await days()
    const at = { site: first, from: '2027-03-01', last: '2027-03-31', others: 'cut' }
    const asked = await (await formOf(sam, path)).fill(at).submit(sam)
    expect(asked.status).toBe(422)
    expect(await days()).toEqual(before)
    const other = await tick(asked, path).fill({ from: '2027-03-02' }).submit(sam)
    expect([other.status, wordsOf(other).includes('tick if it is right')]).toEqual([422, true])
    expect((await tick(other, path).submit(sam)).status).toBe(303)
    const after = await days()
    expect(after).toHaveLength(before.length + 2)
    expect(after.slice(1).map(([site]) => site)).toEqual(['second', 'first', 'second'])
    expect(after[2]).toEqual(['first', '2027-03-02', '2027-04-01'])
  })

  it('tells whoever comes second who changed what, and keeps every word', async () => {
    const path = `${own}/posts/new`
    const stale = await formOf(sam, path)
    const last = (await posts()).at(-1)!
    const from = last.until!.toISOString().slice(0, 10)
    const until = new Date(last.until!.getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
    expect((await (await formOf(sam, path)).fill({ site: first, from, last: until }).submit(sam)).status).toBe(303)
    const typed = { site: second, from: '2028-01-01', last: '2028-02-01', title: 'Acute medicine' }
    const answer = await stale.fill(typed).submit(sam)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Mr Sam Whitfield entered the post at')
    expect(wordsOf(answer)).toContain('What you typed is kept')
    const form = FormPage.from(answer, `form[action="${path}"]`)
    expect([form.value('title'), form.value('from')]).toEqual(['Acute medicine', '2028-01-01'])
    expect((await form.submit(sam)).status).toBe(303)
  })

  it('R118: splits a week among two hospitals, as much as a week has', async () => {
    const path = `${own}/posts/new`
    const later = (await posts()).at(-1)!
    const typed = { site: first, from: '2028-01-05', last: '2028-01-20', split: 'yes', share: '40' }
    expect((await (await formOf(sam, path)).fill(typed).submit(sam)).status).toBe(303)
    await world.db.placement.update({ where: { id: later.id }, data: { share: 60 } })
    const third = await (await formOf(sam, path)).fill({ ...typed, share: '10' }).submit(sam)
    expect([third.status, wordsOf(third).includes('More than the whole week is given away')]).toEqual([422, true])
    expect(wordsOf(await sam.get(`${own}/posts`))).toContain('40 % of the week')
    await expect(world.db.placement.update({ where: { id: later.id }, data: { share: 120 } })).rejects.toThrow()
  })
})

describe('dual programmes', () => {
  it('are seen side by side by whoever reaches both', async () => {
    const enrolment = await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
    const { contacts: _none, ...programme } = await world.db.programme.findUniqueOrThrow({
      where: { id: enrolment.programmeId },
    })
    const { id: programmeId } = await world.db.programme.create({
      data: { ...programme, id: there.enrolment.leo, name: 'Intensive Care, North' },
    })
    const other = await world.db.enrolment.create({
      data: { ...enrolment, id: newId(), programmeId },
    })
    const dates = { from: dbDate('2026-08-05'), until: dbDate('2027-08-04') }
    await world.db.placement.create({
      data: { id: there.enrolment.oscar, enrolmentId: other.id, siteId: second, title: 'ICU', ...dates },
    })
    const amara = wordsOf(await (await world.as('amara')).get(`${own}/posts`))
    expect(amara).toContain('Intensive Care, North')
    // Sam coordinates one of the two, and learns nothing of the other.
    expect(wordsOf(await sam.get(`${own}/posts`))).not.toContain('Intensive Care, North')
  })
})

describe('R131: a hospital that is full', () => {
  it('is named before its post is confirmed: which limit, from when to when; it is a warning and no refusal', async () => {
    const { db, ids } = world
    await db.site.update({ where: { id: second }, data: { capacity: 0 } })
    const days = { from: dbDate('2020-01-01'), until: dbDate('2027-05-01') }
    const limit = { siteId: second, programmeId: ids.programme, level: 'All years', capacity: 0, ...days }
    const { id } = await db.siteAccreditation.create({ data: { id: newId(), ...limit } })
    const path = `/portfolios/${world.enrolment.tom}/posts/new`
    const typed = { site: second, from: '2027-03-01', last: '2027-05-31' }
    const asked = await (await formOf(sam, path)).fill(typed).submit(sam)
    expect(asked.status).toBe(422)
    const { name } = await db.site.findUniqueOrThrow({ where: { id: second } })
    expect(wordsOf(asked)).toMatch(
      new RegExp(`${name}: \\d trainees of all programmes from 22 Nov 2026 to \\d Aug 2027, and it takes 0\\.`),
    )
    expect(wordsOf(asked)).toContain(
      `${name}: 2 trainees of this programme from 22 Nov 2026 to 30 Apr 2027, and it is accredited for 0.`,
    )
    const here = { enrolmentId: world.enrolment.tom, siteId: second, from: dbDate('2027-03-01') }
    expect(await db.placement.count({ where: here })).toBe(0)
    expect((await tick(asked, path).submit(sam)).status).toBe(303)
    expect(await db.placement.count({ where: here })).toBe(1)
    await db.site.update({ where: { id: second }, data: { capacity: null } })
    await db.siteAccreditation.delete({ where: { id } })
  })
})
