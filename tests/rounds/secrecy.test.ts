import { readFileSync } from 'node:fs'
import { FormPage, wordsOf } from '../support/forms.ts'
import { rolesIn } from '../support/pages.ts'
import { testWorld } from '../support/world.ts'
import { answer, links, list, mix, openKind, press, rateSelf, rating, release, sent, work } from './support.ts'

const world = await testWorld()
const canary = 'CANARY-magpie'
const everybody = ['amara', 'tom', 'helen', 'idris', 'ruth', 'sam', 'james', 'morgan'] as const
const roleOf = await rolesIn(world)

/** Every page that somebody can come to by following links, and what can be asked for beside. */
async function crawl(who: (typeof everybody)[number], more: readonly string[]): Promise<Map<string, string>> {
  const agent = await world.as(who, roleOf[who])
  const seen = new Map<string, string>()
  const own = `/portfolios/${world.enrolment.amara}`
  const waiting = [
    '/',
    '/todo',
    '/rounds',
    '/rounds/asked',
    own,
    `${own}/timeline?q=magpie`,
    `${own}/activity`,
    `${own}/looked`,
    ...more,
  ]
  while (waiting.length > 0 && seen.size < 40) {
    const path = waiting.shift()!
    if (seen.has(path)) continue
    const page = await agent.get(path)
    seen.set(path, page.text ?? '')
    const hrefs = [...(page.text ?? '').matchAll(/href="(\/[^"#]*)"/g)].map((match) =>
      match[1]!.replaceAll('&amp;', '&'),
    )
    const wanted = (href: string) => !/^\/(help|glossary|assets|sign-out|dev|profile|records\/new|acting)/.test(href)
    waiting.push(...hrefs.filter(wanted))
  }
  return seen
}

const asked = (id: string) =>
  ['', '/read', '/discussion', '/self', '/paper', '/code.svg'].map((page) => `/rounds/${id}${page}`)

async function holdsNoCanary(who: (typeof everybody)[number], id: string): Promise<void> {
  for (const [path, text] of await crawl(who, asked(id))) {
    expect([who, path, text.includes(canary)]).toEqual([who, path, false])
  }
}

describe('before the release', () => {
  let id = ''
  beforeAll(async () => {
    id = await sent(world)
    await work(world)
    for (const [index, path] of (await links(world, id)).entries()) {
      const more: Record<string, string> =
        index === 0 ? { 'f.concern': 'yes', 'f.concernWhat': `${canary} concern` } : {}
      await answer(world, path, rating('2', { 'f.strengths': `${canary} ${index}`, ...more }))
    }
    await work(world)
  })

  it.each(everybody)('C12: no page that %s comes to holds a word of what was answered', (who) => holdsNoCanary(who, id))

  it('C12: no mail, notice or event holds a word of what was answered', async () => {
    const rows = [
      await world.db.mail.findMany(),
      await world.db.notice.findMany(),
      await world.db.auditEvent.findMany(),
    ]
    expect(JSON.stringify(rows)).not.toContain(canary)
  })

  it('C12: whoever releases it reads it once it is closed', async () => {
    const helen = await world.as('helen', roleOf.helen)
    await helen.get(`/rounds/${id}/read`).expect(404)
    await press(helen, `/rounds/${id}`, `/rounds/${id}/close`)
    expect((await helen.get(`/rounds/${id}/read`).expect(200)).text).toContain(canary)
  })

  it.each(everybody.filter((who) => who !== 'helen'))('C12: while it is read, %s still reads none of it', (who) =>
    holdsNoCanary(who, id),
  )

  it('C12: no page, event, file or row of the database ties an answer to who gave it', async () => {
    const answers = await world.db.auditEvent.findMany({ where: { type: 'round.answered' } })
    expect(answers.length).toBe(12)
    for (const event of answers) {
      expect(event).toMatchObject({
        actorId: null,
        actorName: 'Somebody who was asked',
        subjectId: null,
        enrolmentId: null,
        ip: null,
        device: null,
      })
    }
    // After closing not even that somebody has answered is kept.
    expect(await world.db.roundRater.count({ where: { OR: [{ answered: true }, { declined: true }] } })).toBe(0)
    const schema = readFileSync('prisma/schema/rounds.prisma', 'utf8')
    for (const model of ['RoundTally', 'RoundComment']) {
      const fields = schema.split(`model ${model} {`)[1]!.split('}')[0]!
      expect(fields).not.toMatch(/rater|person|DateTime/i)
    }
  })

  it('C12: a concern is for the supervisor alone, and not part of the summary', async () => {
    const helen = await world.as('helen', roleOf.helen)
    const { id } = await world.db.round.findFirstOrThrow({ where: { personId: world.person.amara } })
    const page = await helen.get(`/rounds/${id}/read`).expect(200)
    expect(wordsOf(page)).toContain(`${canary} concern`)
    const released = await FormPage.from(page, `form[action="/rounds/${id}/release"]`)
      .fill({ 'f.summary': 'Well liked.', 'f.declared': 'yes' })
      .submit(helen)
    expect(released.status).toBe(303)
    const amara = await world.as('amara')
    const record = wordsOf(await amara.get(String(released.headers.location)).expect(200))
    expect(record).toContain(`${canary} 3`)
    expect(record).not.toContain('concern')
    await amara.get(`/rounds/${id}/read`).expect(404)
  })
})

describe('how a round goes on', () => {
  it('C12: falls short when its time is over, is extended, reminds the silent without saying whom, and is repeated', async () => {
    const tom = await world.as('tom')
    const id = await sent(world, 'tom')
    const paths = await links(world, id)
    for (const path of paths.slice(0, 5)) await answer(world, path, rating('2'))
    await work(world)
    const page = wordsOf(await tom.get(`/rounds/${id}`))
    expect(page).toMatch(/Answers.*5 of 12/)
    expect(page).not.toContain('Consultants: 4')
    world.clock.advance({ days: 11 })
    const before = await world.db.mail.count({ where: { purpose: 'round.reminder' } })
    await work(world, 'rounds.remind')
    await work(world, 'rounds.remind')
    expect((await world.db.mail.count({ where: { purpose: 'round.reminder' } })) - before).toBe(7)
    const told = await world.db.notice.findMany({ where: { personId: world.person.tom } })
    expect(told.map(({ kind }) => kind)).not.toContain('round.reminder')

    world.clock.advance({ days: 90 })
    await work(world, 'rounds.end')
    // Sessions are long over.
    const again = await world.as('tom')
    expect(wordsOf(await again.get(`/rounds/${id}`))).toContain('too few have answered')
    // It is the first thing that the trainee is asked to do, and a mail leads to it.
    for (const page of ['/', '/todo'])
      expect(wordsOf(await again.get(page))).toContain('Too few have answered your round of feedback')
    const short = await world.db.mail.findMany({ where: { purpose: 'round.short' } })
    expect(short.map(({ toPersonId, subject }) => [toPersonId, subject])).toEqual([
      [world.person.tom, 'Too few have answered your MSF'],
    ])
    await world.visitor().get(paths[7]!).expect(410)
    const helen = await world.as('helen', roleOf.helen)
    expect((await helen.get(`/rounds/${id}`)).text).not.toContain('/close"')
    const reminded = () => world.db.mail.count({ where: { purpose: 'round.reminder' } })
    const atFirst = await reminded()
    await press(again, `/rounds/${id}`, `/rounds/${id}/extend`)
    // Their links were dead, so the seven who are silent hear of it at once.
    expect((await reminded()) - atFirst).toBe(7)
    await answer(world, paths[7]!, rating('3'))
    world.clock.advance({ days: 40 })
    await work(world, 'rounds.end')
    const last = await world.as('tom')
    expect(wordsOf(await last.get(`/rounds/${id}/end`))).toContain('6 answers that came in are deleted')
    await press(last, `/rounds/${id}/end`, `/rounds/${id}/end`)
    expect(await world.db.roundTally.count({ where: { roundId: id } })).toBe(0)
    expect(await world.db.round.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'ended', recordId: null })
    expect(await openKind(last, 'msf')).not.toBe(id)
  })

  it('C12: closes by itself when there is enough, and asks neither the trainee nor whoever releases it', async () => {
    const tom = await world.as('tom')
    const { id } = await world.db.round.findFirstOrThrow({ where: { personId: world.person.tom, state: 'selfRating' } })
    await rateSelf(tom, id)
    const form = FormPage.from(await tom.get(`/rounds/${id}`), `form[action="/rounds/${id}/raters"]`)
    const tomMail = await world.db.identifier.findFirstOrThrow({ where: { personId: world.person.tom, kind: 'email' } })
    const helenMail = await world.db.identifier.findFirstOrThrow({
      where: { personId: world.person.helen, kind: 'email' },
    })
    const refused = await form
      .fill({
        name0: 'Tom',
        email0: tomMail.value,
        grade0: 'trainee',
        name1: 'Helen',
        email1: helenMail.value,
        grade1: 'consultant',
      })
      .submit(tom)
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('This is you')
    expect(wordsOf(refused)).toContain('who reads all answers and releases them')
    const [local, domain] = tomMail.value.split('@')
    const alias = { email0: `${local}+x@${domain}`, name1: '', email1: '', grade1: '' }
    expect(wordsOf(await form.fill(alias).submit(tom))).toContain('This is you')
    await list(tom, id, mix)
    await press(tom, `/rounds/${id}`, `/rounds/${id}/send`)
    for (const path of await links(world, id)) {
      const guest = world.visitor()
      const form = FormPage.from(await guest.get(path), 'main form.form')
      const door = await form.fill(rating('2', { 'f.strengths': 'Helped Sister Bramley with bed 4' })).submit(guest)
      expect(door.status).toBe(422)
      expect(wordsOf(door)).toContain('Sister Bramley')
      const given = await FormPage.from(door, 'main form.form').fill({ _guard: 'needed' }).submit(guest)
      expect(given.headers.location).toBe('/r/thanks')
    }
    world.clock.advance({ days: 100 })
    await work(world, 'rounds.end')
    expect(await world.db.round.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'closed' })
  })
})

describe('identifiers', () => {
  it('C12, R41: are asked about at the door, flagged again before the release, taken out and marked; the original stays with the supervisor', async () => {
    const { id } = await world.db.round.findFirstOrThrow({ where: { personId: world.person.tom, state: 'closed' } })
    const helen = await world.as('helen', roleOf.helen)
    const at = `/rounds/${id}`
    for (const page of ['/', '/assess'])
      expect(wordsOf(await helen.get(page))).toContain('The feedback on Dr Tom Beale is ready to be read')
    const flagged = await release(helen, id)
    expect(flagged.status).toBe(422)
    expect(wordsOf(flagged)).toContain('Sister Bramley')
    const comments = await world.db.roundComment.findMany({ where: { roundId: id } })
    const form = FormPage.from(await helen.get(`${at}/read`), `form[action="${at}/redact"]`)
    // By hand nothing goes but what identifies somebody, with whom: neither an opinion nor a whole comment.
    const ticked = Object.fromEntries(comments.map((one) => [`take.${one.id}`, '0']))
    const [also, why] = [`also.${comments[0]!.id}`, `why.${comments[0]!.id}`]
    for (const [words, whom, refusal] of [
      ['bed 4', '', 'Say whom these words identify'],
      ['bed 4', 'I disagree', 'Say whom these words identify'],
      ['Helped Sister Bramley with bed 4', 'a patient', 'This is the whole comment'],
      ['bed 5', 'a patient', 'These words are not in the comment'],
    ] as const) {
      const refused = await form.forge({ ...ticked, [also]: words, [why]: whom }).submit(helen)
      expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining(refusal)])
    }
    expect((await form.forge({ ...ticked, [also]: 'bed 4', [why]: 'a patient' }).submit(helen)).status).toBe(303)
    const page = await helen.get(`${at}/read`)
    const released = await FormPage.from(page, `form[action="${at}/release"]`)
      .fill({ 'f.summary': 'Well liked.', 'f.declared': 'yes' })
      .submit(helen)
    expect(released.status).toBe(303)
    const tom = await world.as('tom')
    const record = wordsOf(await tom.get(String(released.headers.location)).expect(200))
    expect(record).toContain('Helped [removed: somebody’s name] with bed 4')
    expect(record).toContain('Helped [removed: somebody’s name] with [removed: a patient]')
    expect(record).not.toContain('Bramley')
    expect(wordsOf(await helen.get(`${at}/read`))).toContain('Helped Sister Bramley')
  })
})
