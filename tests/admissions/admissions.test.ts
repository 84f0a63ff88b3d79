import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { Temporal } from 'temporal-polyfill'
import writeExcel from 'write-excel-file/node'
import { dateIn, fixedClock } from '../../src/kit/clock.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { root } from '../../src/kit/root.ts'
import { letterOf } from '../../src/notices/index.ts'
import { publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { tasksOf } from '../../src/worker.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db } = world
type Agent = Awaited<ReturnType<typeof world.as>>

function send(form: FormPage, agent: Agent, button: string | undefined, values: Record<string, string>) {
  return form.fill(values).submit(agent, button)
}

/** Sends rows to be looked at; answers where the list is, or the page that came back. */
async function paste(text: string) {
  const sam = await world.as('sam')
  const form = FormPage.from(await sam.get('/admissions/new'), 'form.form')
  const answer = await send(form, sam, 'Look at it', { text })
  return { sam, answer, path: answer.headers.location as string }
}

async function accept(path: string, answers: Record<string, string> = {}) {
  const sam = await world.as('sam')
  return send(FormPage.from(await sam.get(path), 'form.form'), sam, undefined, answers)
}

const workbookOf = (rows: string[][]): Promise<Buffer> =>
  writeExcel(rows.map((row) => row.map((value) => ({ value })))).toBuffer()

/** What the clock does at a moment. */
async function sweep(at: string) {
  const { config, services } = world
  world.clock.set(at)
  const tasks = tasksOf({ db, clock: fixedClock(at), config, log: createLog('silent') }, services, null)
  await tasks['admissions.sweep']!({}, { number: 1, last: true } as never)
}

const enrolmentOf = (email: string) =>
  db.enrolment.findFirstOrThrow({
    where: { person: { identifiers: { some: { normalised: email } } }, admission: { isNot: null } },
    include: { admission: true, stages: true, person: { include: { account: true, identifiers: true } } },
  })

describe('R20, R22: accepting trainees', () => {
  it('takes one in fields, shows what would happen, and makes account, enrolment and invitation', async () => {
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get('/admissions/new'), 'form.form')
    const empty = await send(form, sam, 'Look at it', { email: 'nobody' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('value="nobody"')
    const sent = await send(form, sam, 'Look at it', {
      ...{ givenName: 'Nia', familyName: 'Rees', email: 'nia.rees@post.example', number: '7654321' },
      ...{ from: '2026-12-02', stage: 'IMY2' },
    })
    expect(await db.enrolment.count({ where: { admission: { isNot: null } } })).toBe(0)
    const dry = wordsOf(await sam.get(sent.headers.location as string))
    expect(dry).toContain('new account')
    expect(dry).toContain('2 Dec 2026')
    await accept(sent.headers.location as string)
    const nia = await enrolmentOf('nia.rees@post.example')
    expect(nia).toMatchObject({ state: 'invited', packVersionId: world.ids.packVersion })
    expect(nia.person.account!.state).toBe('invited')
    expect(nia.stages.map(({ stageKey }) => stageKey)).toEqual(['IMY2'])
    expect(nia.person.identifiers.map(({ kind }) => kind).sort()).toEqual(['email', 'gmc'])
    expect(await db.mail.count({ where: { toPersonId: nia.personId, purpose: 'account.invitation' } })).toBe(1)
    expect(await db.auditEvent.count({ where: { type: 'enrolment.accepted', enrolmentId: nia.id } })).toBe(1)
    const page = wordsOf(await sam.get('/admissions'))
    expect(page).toContain('Nia Rees')
  })

  it('names the rows that cannot be taken, and then accepts nobody', async () => {
    const { path } = await paste(
      'Name,E-mail,Number,Start,Stage\nDr Ann Other,ann@post.example,,2026-12-02,\nDr Bo Wrong,bo@post,12,soon,Z9\nDr Ann Again,ann@post.example,,2026-12-02,\n=1+1,x@post.example,,2026-12-02,',
    )
    const sam = await world.as('sam')
    const dry = wordsOf(await sam.get(path))
    for (const words of [
      '“12” is no number',
      '“soon” is no day',
      'no stage “Z9”',
      'same person as in row 2',
      'formula',
    ])
      expect(dry).toContain(words)
    expect(dry).not.toContain('Accept and invite')
    const people = await db.person.count()
    const forced = await sam.post(`${path}/accept`).type('form').send({})
    expect(forced.status).not.toBe(303)
    expect(await db.person.count()).toBe(people)
  })

  it('names the days that could be read otherwise, and month-first ones that are none', async () => {
    const { path, sam } = await paste(
      'Name,E-mail,Start,End\nCai One,cai.one@post.example,04/05/2027,03.06.29\nDee Two,dee.two@post.example,5 Aug 2027,\nEve Three,eve.three@post.example,04/25/2027,',
    )
    const dry = wordsOf(await sam.get(path))
    expect(dry).toContain('“04/05/2027” was read day first: 4 May 2027.')
    expect(dry).toContain('“03.06.29” was read day first: 3 Jun 2029.')
    expect(dry).toContain('Days that could be read otherwise')
    expect(dry).not.toContain('“5 Aug 2027”')
    expect(dry).toContain('“04/25/2027” has no month 25: days come first here.')
  })

  it('leads back from a row that cannot be taken to every word that was sent, and what is sent again replaces it', async () => {
    const text =
      'Name,E-mail,Shoe size,Start\nFay Bad,fay.bad@post,  7 ½,2027-05-04\n"Gil, Good",gil@post.example,,soon\n'
    const { path, sam } = await paste(text)
    const dry = await sam.get(path)
    const href = /href="([^"]*)">Go back and mend the list/.exec(dry.text)![1]!
    const form = FormPage.from(await sam.get(href), 'form.form')
    expect(form.value('text')).toBe(text)
    const lists = await db.admissionList.count()
    const still = await send(form, sam, 'Look at it', { text: 'Name,Start\nFay Bad,2027-05-04' })
    expect(still.status).toBe(422)
    expect(FormPage.from(still, 'form.form').value('mends')).toBe(path.split('/').at(-1))
    const again = await send(FormPage.from(still, 'form.form'), sam, 'Look at it', {
      text: text.replace('@post,', '@post.example,').replace('soon', '2027-05-04'),
    })
    expect(again.status).toBe(303)
    expect(await db.admissionList.count()).toBe(lists)
    expect((await sam.get(path)).status).toBe(404)
    expect(wordsOf(await sam.get(again.headers.location as string))).toContain('Accept and invite all 2')
    // Nobody else's list is there to be gone back to.
    const helen = await world.as('helen')
    expect((await helen.get(`/admissions/new?mend=${again.headers.location!.split('/').at(-1)}`)).status).not.toBe(200)
    // One person in fields is gone back to as well.
    const one = await send(FormPage.from(await sam.get('/admissions/new'), 'form.form'), sam, 'Look at it', {
      ...{ givenName: 'Hal', familyName: 'Hew', email: 'hal@post.example', from: '2027-05-04', stage: 'Z9' },
    })
    const id = one.headers.location!.split('/').at(-1)
    const kept = FormPage.from(await sam.get(`/admissions/new?mend=${id}`), 'form.form')
    expect(['givenName', 'from', 'stage'].map((name) => kept.value(name))).toEqual(['Hal', '2027-05-04', 'Z9'])
  })

  it.each(['csv', 'xlsx'])('takes a file (%s), and leads back to its rows as text', async (ending) => {
    const sam = await world.as('sam')
    const rows = [
      ['Accepted in May', '', ''],
      ['Name', 'E-mail', 'Start'],
      ['Ivy File', `ivy.${ending}@post.example`, '04/05/2027'],
      ['', '', ''],
      ['Jon, Jr File', 'jon@post', '5 May 2027'],
    ]
    const content = ending === 'csv' ? Buffer.from(stringify(rows)) : await workbookOf(rows)
    const form = FormPage.from(await sam.get('/admissions/new'), 'form.form')
    const sent = await form.submit(sam, 'Look at it', { sheet: { name: `may.${ending}`, content } })
    const path = sent.headers.location as string
    const dry = wordsOf(await sam.get(path))
    expect(dry).toContain('“04/05/2027” was read day first')
    expect(dry).toContain('Row 5 Jon, Jr File')
    const back = FormPage.from(await sam.get(`/admissions/new?mend=${path.split('/').at(-1)}`), 'form.form')
    const text = back.value('text')!.replace('jon@post', `jon.${ending}@post.example`)
    const again = await send(back, sam, 'Look at it', { text })
    const mended = wordsOf(await sam.get(again.headers.location as string))
    expect(mended).toContain('Row 5 Jon, Jr File')
    expect(mended).toContain('Accept and invite all 2')
    const both = FormPage.from(await sam.get('/admissions/new'), 'form.form').fill({ text: 'Name' })
    const refused = await both.submit(sam, 'Look at it', { sheet: { name: 'a.csv', content } })
    expect(refused.text).toContain('Send a file or pasted rows, not both.')
    const junk = FormPage.from(await sam.get('/admissions/new'), 'form.form')
    const bad = await junk.submit(sam, 'Look at it', { sheet: { name: 'a.xlsx', content: Buffer.from('%PDF-1.7') } })
    expect([bad.status, wordsOf(bad)]).toEqual([422, expect.stringContaining('This is a PDF.')])
  })

  it('is for those who run the programme alone', async () => {
    const { path } = await paste('Name,E-mail,Start\nDr Cy Late,cy@post.example,2026-12-02')
    for (const who of ['amara', 'helen', 'ruth', 'morgan'] as const) {
      const agent = await world.as(who)
      for (const address of ['/admissions', '/admissions/new', path])
        expect((await agent.get(address)).status).toBe(404)
    }
  })
})

describe('R30: one person, one account', () => {
  it('adds the role to whoever has the address or the number, and tells them by mail', async () => {
    const helen = await db.identifier.findFirstOrThrow({ where: { personId: world.person.helen, kind: 'email' } })
    const { path } = await paste(`Name,E-mail,Start\nDr Helen Marsh,${helen.value.toUpperCase()},2026-12-02`)
    const sam = await world.as('sam')
    const dry = wordsOf(await sam.get(path))
    expect(dry).toContain('known here: the role is added')
    expect(dry).toMatch(/Dr Helen Marsh supervises \d+ trainees of /)
    const people = await db.person.count()
    // Whoever supervises in the programme is taken into it only when somebody says so.
    const unsaid = await accept(path)
    expect([unsaid.status, wordsOf(unsaid)]).toEqual([
      422,
      expect.stringContaining('Say that Dr Helen Marsh is to be accepted all the same.'),
    ])
    await accept(path, { 'sure-2': 'yes' })
    expect(await db.person.count()).toBe(people)
    expect(await db.enrolment.count({ where: { personId: world.person.helen, state: 'invited' } })).toBe(1)
    expect(await db.mail.count({ where: { toPersonId: world.person.helen, purpose: 'enrolment.accepted' } })).toBe(1)
  })

  it('refuses oneself and whoever holds an office over the programme, by address, by name, and by a forged request', async () => {
    const of = async (who: 'sam' | 'james' | 'morgan') => {
      const { value, person } = await db.identifier.findFirstOrThrow({
        where: { personId: world.person[who], kind: 'email' },
        include: { person: true },
      })
      return { value, name: `${person.givenName},${person.familyName}` }
    }
    const rows = await Promise.all((['sam', 'james', 'morgan'] as const).map(of))
    const { sam, path } = await paste(
      ['Given name,Family name,E-mail,Start', ...rows.map(({ value, name }) => `${name},${value},2026-12-02`)].join(
        '\n',
      ),
    )
    const dry = wordsOf(await sam.get(path))
    expect(dry).toContain('This is you: nobody accepts themselves into a programme that they run.')
    expect(dry.match(/cannot train there as well\./g)).toHaveLength(2)
    expect(dry.match(/[. ]A college administrator can end that role first/g)).toHaveLength(2)
    expect(dry).toContain('Another administrator of the college can end that role first')
    expect(dry).not.toContain('Accept and invite')
    const before = await db.enrolment.count()
    const forge = async (at: string, more: Record<string, string>) => {
      const form = FormPage.from(await sam.get(at), 'form.form')
      return form.forge(more).submit(sam)
    }
    expect((await forge(path, { 'sure-2': 'yes', 'who-2': 'new' })).status).toBe(422)
    for (const [index, who] of (['sam', 'james', 'morgan'] as const).entries()) {
      const { path: alike } = await paste(
        `Given name,Family name,E-mail,Start\n${rows[index]!.name},${who}.two@post.example,2026-12-02`,
      )
      const answer = await forge(alike, { 'who-2': world.person[who] })
      expect([who, answer.status]).toEqual([who, 422])
      expect(wordsOf(answer)).toContain('can end that role first')
    }
    expect(await db.enrolment.count()).toBe(before)
    expect((await sam.get('/admissions')).status).toBe(200)
  })

  it('asks before it takes somebody whose whole training lies in the past', async () => {
    const { sam, path } = await paste('Name,E-mail,Start,End\nDr Old Hand,old.hand@post.example,2019-01-01,2021-12-31')
    expect(wordsOf(await sam.get(path))).toContain('The whole training lies in the past: its last day was 31 Dec 2021.')
    expect((await accept(path)).status).toBe(422)
    expect((await accept(path, { 'sure-2': 'yes' })).status).toBe(303)
    expect((await enrolmentOf('old.hand@post.example')).state).toBe('invited')
  })

  it('asks once about somebody of the same name, and does what is answered', async () => {
    const { path } = await paste('Name,E-mail,Start\nDr Idris Khan,new.idris@post.example,2026-12-02')
    const idris = await db.person.findUniqueOrThrow({ where: { id: world.person.idris } })
    const { path: asked } = await paste(
      `Given name,Family name,E-mail,Start\n${idris.givenName},${idris.familyName},other@post.example,2026-12-02`,
    )
    expect(path).not.toBe(asked)
    const unanswered = await accept(asked)
    expect(unanswered.status).toBe(422)
    expect(wordsOf(unanswered)).toContain('Say whether')
    const people = await db.person.count()
    const sam = await world.as('sam')
    const field = /name="(who-\d+)"/.exec((await sam.get(asked)).text)![1]!
    await accept(asked, { [field]: world.person.idris })
    expect(await db.person.count()).toBe(people)
    expect(await db.enrolment.count({ where: { personId: world.person.idris } })).toBe(1)
  })

  it('asks about trainees of the same programme by name or mailbox, leads to them, and leaves them out', async () => {
    const tom = await db.person.findUniqueOrThrow({ where: { id: world.person.tom } })
    const amara = await db.identifier.findFirstOrThrow({ where: { personId: world.person.amara, kind: 'email' } })
    const tagged = amara.normalised.replace('@', '+x@')
    const { sam, path } = await paste(
      `Given name,Family name,E-mail,Start\n${tom.givenName},${tom.familyName},tom2@post.example,2026-12-02\nEmmy,Anders,${tagged},2026-12-02`,
    )
    const page = await sam.get(path)
    expect(wordsOf(page).match(/perhaps in this programme already/g)).toHaveLength(2)
    for (const who of ['tom', 'amara'] as const)
      expect(page.text).toContain(`href="/portfolios/${world.enrolment[who]}"`)
    const [people, enrolments] = [await db.person.count(), await db.enrolment.count()]
    expect((await accept(path)).status).toBe(422)
    const answer = await accept(path, { 'who-2': world.person.tom, 'who-3': 'new' })
    expect(answer.status).toBe(303)
    expect([await db.person.count(), await db.enrolment.count()]).toEqual([people + 1, enrolments + 1])
    expect((await enrolmentOf(tagged)).person.familyName).toBe('Anders')
  })

  it('asks about short forms, marks, hyphens and names the other way round, and makes nobody one by itself', async () => {
    const odd = await db.person.create({ data: { id: newId(), givenName: 'Søren', familyName: "Núñez-O'Brien" } })
    const { sam, path } = await paste(
      [
        'Given name,Family name,E-mail,Start',
        'Thomas,Beale,thomas.b@post.example,2026-12-02',
        'Okafor,Amara,amara.o@post.example,2026-12-02',
        'Priyá,NAIR,priya.n@post.example,2026-12-02',
        'Soren,Nunez OBrien,soren@post.example,2026-12-02',
        'Soren,Nunez,soren.n@post.example,2026-12-02',
        'Timothy,Beale,tim.b@post.example,2026-12-02',
      ].join('\n'),
    )
    const page = await sam.get(path)
    for (const [row, id] of [
      [2, world.person.tom],
      [3, world.person.amara],
      [4, world.person.priya],
      [5, odd.id],
      [6, odd.id],
    ] as const)
      expect([
        row,
        new RegExp(`name="who-${row}"[^>]*value="${id}"|value="${id}"[^>]*name="who-${row}"`).test(page.text),
      ]).toEqual([row, true])
    expect(page.text).not.toContain('name="who-7"')
    const people = await db.person.count()
    expect((await accept(path)).status).toBe(422)
    expect(await db.person.count()).toBe(people)
  })

  it('refuses whoever is in the programme already', async () => {
    const amara = await db.identifier.findFirstOrThrow({ where: { personId: world.person.amara, kind: 'email' } })
    const { sam, path } = await paste(`Name,E-mail,Start\nDr Amara Okafor,${amara.value},2026-12-02`)
    expect(wordsOf(await sam.get(path))).toContain('is in this programme already')
  })
})

describe('R22: an invitation', () => {
  it('is opened once the page behind its link says that it was seen, not by a fetch', async () => {
    const { sam, path } = await paste('Name,E-mail,Start\nDr Odd Pener,odd.pener@post.example,2026-12-02')
    await accept(path)
    const one = await enrolmentOf('odd.pener@post.example')
    const mail = await db.mail.findFirstOrThrow({ where: { toPersonId: one.personId } })
    const { url } = letterOf(mail, world.config).link!
    const visitor = world.visitor()
    const page = await visitor.get(new URL(url).pathname)
    const opened = /data-opened="([^"]+)"/.exec(page.text)![1]!
    expect(wordsOf(await sam.get(`/admissions/${one.id}`))).not.toContain('opened')
    for (const time of ['first', 'again']) {
      const answer = await visitor.post(opened).send({})
      expect([time, answer.status]).toEqual([time, 200])
    }
    expect(wordsOf(await sam.get(`/admissions/${one.id}`))).toContain('opened')
    const events = { type: 'account.invitationOpened', subjectId: one.personId }
    expect(await db.auditEvent.count({ where: events })).toBe(1)
  })
})

describe('R21: the fee of an enrolment', () => {
  it('is due where the pack says so, noted as paid with its day, and stands in the list', async () => {
    const { sam, path } = await paste('Name,E-mail,Start\nDr Fee Due,fee.due@post.example,2026-12-02')
    await accept(path)
    const one = await enrolmentOf('fee.due@post.example')
    const at = `/admissions/${one.id}`
    const row = async () => /Dr Fee Due.*?<\/tr>/s.exec((await sam.get('/admissions')).text)![0]
    expect(await row()).toContain('unpaid')
    const form = async () => FormPage.from(await sam.get(at), `form[action="${at}/fee"]`)
    const note = async (values: Record<string, string>, at = form()) => (await at).fill(values).submit(sam)
    const day = dateIn(world.clock.now(), world.config.timeZone)
    const refused: Record<string, string>[] = [
      { fee: 'paid', paidOn: '' },
      { fee: 'paid', paidOn: day.add({ days: 1 }).toString() },
      { fee: 'paid', paidOn: day.toString(), reference: 'x'.repeat(41) },
    ]
    for (const values of refused) expect([values, (await note(values)).status]).toEqual([values, 422])
    const stale = await form()
    await note({ fee: 'paid', paidOn: day.toString(), reference: 'REC 2026/17' })
    expect(wordsOf(await sam.get(at))).toContain('(REC 2026/17), noted by')
    expect(await row()).not.toContain('unpaid')
    expect((await note({ fee: 'none' }, Promise.resolve(stale))).status).toBe(409)
    expect(await db.auditEvent.count({ where: { type: 'enrolment.fee', enrolmentId: one.id } })).toBe(1)
  })
})

describe('R22, R23: without an invitation', () => {
  it('says what to wait for and whom to ask, from the page where one signs in, the same to everybody', async () => {
    const visitor = world.visitor()
    expect((await visitor.get('/sign-in')).text).toContain('href="/invitation"')
    const words = wordsOf(await visitor.get('/invitation'))
    expect(words).toContain('You have not been invited yet')
    expect(words).toContain('none 60 days after your first day')
  })

  it('says to whoever has nothing to complete whether that is done or has not begun', async () => {
    const done = await (await world.as('amara')).get('/enrolment')
    expect([done.status, wordsOf(done)]).toEqual([410, expect.stringContaining('Your enrolment is complete')])
    const never = await (await world.as('ruth')).get('/enrolment')
    expect([never.status, wordsOf(never)]).toEqual([
      410,
      expect.stringContaining('not been invited into a programme yet'),
    ])
  })
})

describe('R22: an acceptance made by mistake', () => {
  const row = 'Name,E-mail,Start\nDr Mis Taken,mis.taken@post.example,2026-12-02'
  const linkTo = async (personId: string) => {
    const mail = await db.mail.findFirstOrThrow({
      where: { toPersonId: personId, purpose: { not: 'enrolment.withdrawn' } },
      orderBy: { id: 'desc' },
    })
    return new URL(letterOf(mail, world.config).link!.url).pathname
  }

  it('is withdrawn with a reason while nobody has taken it up: its link is dead, its account gone, and it is told', async () => {
    const { sam, path } = await paste(row)
    await accept(path)
    const one = await enrolmentOf('mis.taken@post.example')
    const link = await linkTo(one.personId)
    await world.visitor().get(link).expect(200)
    const page = `/admissions/${one.id}`
    const form = async () => FormPage.from(await sam.get(page), `form[action="${page}/withdraw"]`)
    const stale = await form()
    const empty = await (await form()).submit(sam)
    expect([empty.status, wordsOf(empty)]).toEqual([422, expect.stringContaining('Say why')])
    expect((await stale.fill({ reason: 'Accepted twice' }).submit(sam)).status).toBe(303)
    expect((await world.visitor().get(link)).status).toBeGreaterThanOrEqual(400)
    const after = await db.enrolment.findUniqueOrThrow({
      where: { id: one.id },
      include: { admission: true, person: { include: { account: true } } },
    })
    expect(after).toMatchObject({ state: 'closed', admission: { withdrawnReason: 'Accepted twice' } })
    expect(after.person.account).toBeNull()
    const list = wordsOf(await sam.get('/admissions?show=withdrawn'))
    expect(list).toContain('Dr Mis Taken')
    expect(list).toContain('Accepted twice')
    expect(await db.mail.count({ where: { toPersonId: one.personId, purpose: 'enrolment.withdrawn' } })).toBe(1)
    expect(await db.auditEvent.count({ where: { type: 'enrolment.withdrawn', enrolmentId: one.id } })).toBe(1)
    // A second time it is refused, from whatever window.
    expect((await stale.forge({ reason: 'Again', _key: 'another' }).submit(sam)).status).toBe(403)
    // Nor does it stand anywhere among the trainees.
    expect(wordsOf(await sam.get('/trainees'))).not.toContain('Mis Taken')
  })

  it('can be made again, with a new invitation that works', async () => {
    const { path } = await paste(row)
    expect((await accept(path)).status).toBe(303)
    const one = await enrolmentOf('mis.taken@post.example')
    expect(one).toMatchObject({ state: 'invited', admission: { withdrawnAt: null } })
    expect(one.person.account?.state).toBe('invited')
    await world
      .visitor()
      .get(await linkTo(one.personId))
      .expect(200)
  })
})

describe('R23, R24: what the clock does until somebody enrols', () => {
  const email = 'nia.rees@post.example'
  const told = async (type: string) => {
    const { id } = await enrolmentOf(email)
    return db.auditEvent.count({ where: { type, enrolmentId: id } })
  }

  it('reminds in weeks 4, 8, 10 and 12, once each, with a link that works', async () => {
    await sweep('2026-12-29T09:00:00Z')
    expect(await told('enrolment.reminded')).toBe(0)
    for (const [index, day] of ['2026-12-30', '2027-01-27', '2027-02-10', '2027-02-24'].entries()) {
      await sweep(`${day}T09:00:00Z`)
      await sweep(`${day}T15:00:00Z`)
      expect(await told('enrolment.reminded')).toBe(index + 1)
    }
    const { personId } = await enrolmentOf(email)
    const mails = await db.mail.findMany({
      where: { toPersonId: personId, purpose: 'account.invitation' },
      orderBy: { id: 'asc' },
    })
    // Whoever has no account yet reads what waits and until when, not the first letter again.
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Your account in Attest, the training portfolio',
      ...Array.from({ length: 4 }, () => 'Complete your enrolment'),
    ])
    expect(mails.at(-1)!.text).toContain('If it is not complete before 2 Mar 2027, your portfolio is frozen')
    expect(mails.at(-1)!.text).toContain('choose a password')
  })

  it('has told the coordinator on day 60, once', async () => {
    expect(await told('enrolment.alerted')).toBe(1)
    const notices = await db.notice.findMany({
      where: { kind: 'enrolment.alert', personId: world.person.sam, text: { contains: 'not enrolled for 60 days' } },
      orderBy: { id: 'asc' },
    })
    // Those who are late on one day stand in one line; nobody is told of again in a later sweep.
    expect(notices.map(({ text }) => text.split(' not ')[0])).toEqual([
      'Dr Old Hand has',
      expect.stringMatching(/^\d+ trainees have$/),
    ])
  })

  it('freezes at three months, by the request itself; every address leads to why, and enrolling opens all at once', async () => {
    const nia = await enrolmentOf(email)
    await db.account.update({ where: { personId: nia.personId }, data: { state: 'active' } })
    world.clock.set('2027-03-01T09:00:00Z')
    const before = await world.asPerson(nia.personId)
    expect((await before.get(`/portfolios/${nia.id}/timeline`)).status).toBe(200)
    // No sweep came by: the day alone does it.
    world.clock.set('2027-03-02T09:00:00Z')
    const agent = await world.asPerson(nia.personId)
    for (const path of ['/', `/portfolios/${nia.id}/timeline`, '/records/new/clinic', '/todo']) {
      const answer = await agent.get(path)
      expect([path, answer.status, answer.headers.location]).toEqual([path, 303, '/enrolment?from=frozen'])
    }
    for (const path of ['/profile', '/help/contacts', '/help/terms']) expect((await agent.get(path)).status).toBe(200)
    await sweep('2027-03-02T10:00:00Z')
    expect((await enrolmentOf(email)).state).toBe('frozen')
    expect(await told('enrolment.frozen')).toBe(1)
    const sam = await world.as('sam')
    expect(wordsOf(await sam.get('/'))).toMatch(
      /not enrolled in time(: their portfolio is|, so their portfolios are) frozen/,
    )
    expect((await sam.get(`/portfolios/${nia.id}`)).text).toMatch(/class="tag stop"[^>]*>frozen/)
    const later = await world.asPerson(nia.personId)
    const page = await later.get('/enrolment')
    expect(wordsOf(page)).toContain('your portfolio is frozen')
    const form = FormPage.from(page, 'form.form')
    const refused = await send(form, later, 'Enrol', {})
    expect(refused.status).toBe(422)
    await send(form, later, 'Enrol', { phone: '0191 498 0123', details: 'yes', terms: 'yes' })
    expect((await enrolmentOf(email)).state).toBe('enrolled')
    expect((await later.get(`/portfolios/${nia.id}/timeline`)).status).toBe(200)
    expect((await db.person.findUniqueOrThrow({ where: { id: nia.personId } })).phone).toBe('0191 498 0123')
    await sweep('2027-06-02T10:00:00Z')
    expect(await told('enrolment.frozen')).toBe(1)
  })

  it('leaves the other roles of somebody frozen as they are', async () => {
    const enrolment = await db.enrolment.findFirstOrThrow({ where: { personId: world.person.helen, state: 'frozen' } })
    // Chosen before it was frozen, or never chosen at all: they sign in to those whom they look after.
    for (const lastRoleKey of [null, `own:${enrolment.id}`]) {
      await db.account.update({ where: { personId: world.person.helen }, data: { lastRoleKey } })
      const helen = await world.asPerson(world.person.helen)
      const home = await helen.get('/')
      expect([lastRoleKey, home.status]).toEqual([lastRoleKey, 200])
      expect(wordsOf(home)).toMatch(/Complete your enrolment in .* Your portfolio is frozen until you do\./)
      expect(home.text).toContain('href="/enrolment"')
      expect(wordsOf(await helen.get('/enrolment'))).toContain('your portfolio is frozen')
    }
    await db.enrolment.update({ where: { id: enrolment.id }, data: { state: 'unenrolled' } })
    await db.account.update({ where: { personId: world.person.helen }, data: { lastRoleKey: null } })
    world.clock.set('2026-12-01T09:00:00Z')
    expect(wordsOf(await (await world.asPerson(world.person.helen)).get('/'))).toContain(
      'Complete your enrolment in Internal Medicine, North East You were accepted as a trainee there.',
    )
  })
})

describe('invitations are corrected and sent again', () => {
  it('sends to the right address; the earlier link and address are gone', async () => {
    world.clock.set('2026-11-23T09:00:00Z')
    const { path } = await paste('Name,E-mail,Start\nDr Di Typo,di.typo@wrong.example,2026-12-02')
    await accept(path)
    const di = await enrolmentOf('di.typo@wrong.example')
    const sam = await world.as('sam')
    const form = FormPage.from(await sam.get(`/admissions/${di.id}`), 'form.form')
    const amara = await db.identifier.findFirstOrThrow({ where: { personId: world.person.amara, kind: 'email' } })
    expect((await send(form, sam, 'Send a new invitation', { email: amara.value })).status).toBe(422)
    await send(form, sam, 'Send a new invitation', { email: 'di@right.example' })
    const after = await enrolmentOf('di@right.example')
    expect(after.person.identifiers.map(({ value }) => value)).toEqual(['di@right.example'])
    const links = await db.linkToken.findMany({ where: { personId: di.personId, purpose: 'invitation' } })
    const now = new Date(world.clock.now().epochMilliseconds)
    expect(links.filter(({ expiresAt }) => expiresAt > now)).toHaveLength(1)
  })
})

describe('R20–R25: every programme has its own calendar of invitations', () => {
  const first = '2027-04-01'
  const ids: Record<'usual' | 'fast', { personId: string; enrolmentId: string }> = {
    usual: { personId: newId(), enrolmentId: newId() },
    fast: { personId: newId(), enrolmentId: newId() },
  }

  beforeAll(async () => {
    const pack = structuredClone(await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1')))
    const own = { source: 'own', confidence: 'low' as const }
    Object.assign(pack.pack, { key: 'fast-medicine', shortTitle: 'Fast Medicine' })
    pack.pack.admission = {
      ...{ remind: { weeks: [1, 2], ...own }, alert: { days: 10, ...own }, freeze: { months: 1, ...own } },
    }
    const fast = { packVersionId: await db.$transaction((tx) => publishPack(tx, pack, new Date(first))), id: newId() }
    const { college: collegeId, network: networkId, programme, packVersion } = world.ids
    const about = { collegeId, networkId, timeZone: 'Europe/London', packKey: 'fast-medicine' }
    await db.programme.create({ data: { id: fast.id, name: 'Fast Medicine, North', ...about } })
    for (const [name, { personId, enrolmentId: id }] of Object.entries(ids)) {
      const into = name === 'fast' ? [fast.id, fast.packVersionId] : [programme, packVersion]
      await db.person.create({
        data: { id: personId, givenName: name, familyName: 'Late', account: { create: { state: 'active' } } },
      })
      const days = { startsOn: dbDate(first), endsOn: dbDate('2030-04-01') }
      const where = { personId, programmeId: into[0]!, packVersionId: into[1]!, state: 'invited' as const }
      await db.enrolment.create({ data: { id, ...where, ...days } })
      const at = new Date(`${first}T09:00:00Z`)
      const by = { acceptedAt: at, acceptedByName: 'Sam', invitedAt: at, countsFrom: dbDate(first) }
      await db.admission.create({ data: { enrolmentId: id, ...by } })
    }
  })

  const told = async (name: keyof typeof ids) => {
    const events = await db.auditEvent.findMany({
      where: { enrolmentId: ids[name].enrolmentId },
      orderBy: { id: 'asc' },
    })
    return events.map(({ type, data }) => `${type} ${(data as { week?: number } | null)?.week ?? ''}`.trim())
  }

  it('reminds, tells the office and freezes on each programme’s own days, and not a day before', async () => {
    const [reminded, alerted, frozen] = ['enrolment.reminded', 'enrolment.alerted', 'enrolment.frozen']
    const usual = [
      ...[
        ['2027-04-29', `${reminded} 4`],
        ['2027-05-27', `${reminded} 8`],
        ['2027-05-31', alerted],
      ],
      ...[
        ['2027-06-10', `${reminded} 10`],
        ['2027-06-24', `${reminded} 12`],
        ['2027-07-01', frozen],
      ],
    ]
    const fast = [
      ...[
        ['2027-04-08', `${reminded} 1`],
        ['2027-04-11', alerted],
        ['2027-04-15', `${reminded} 2`],
        ['2027-05-01', frozen],
      ],
    ]
    const days = [...usual, ...fast].map(([day]) => day!).sort()
    for (const day of days) {
      for (const on of [Temporal.PlainDate.from(day).subtract({ days: 1 }).toString(), day]) {
        await sweep(`${on}T09:00:00Z`)
        const due = (rows: string[][]) => rows.filter(([at]) => at! <= on).map(([, what]) => what)
        expect([on, await told('usual'), await told('fast')]).toEqual([on, due(usual), due(fast)])
      }
    }
  })

  it('shuts the portfolio by the day alone, three months here and one month there', async () => {
    await db.enrolment.updateMany({ where: { person: { familyName: 'Late' } }, data: { state: 'invited' } })
    const opens = async (name: keyof typeof ids, day: string) => {
      world.clock.set(`${day}T09:00:00Z`)
      const agent = await world.asPerson(ids[name].personId)
      return (await agent.get(`/portfolios/${ids[name].enrolmentId}/timeline`)).status === 200
    }
    expect(await opens('fast', '2027-04-30')).toBe(true)
    expect(await opens('fast', '2027-05-01')).toBe(false)
    expect(await opens('usual', '2027-05-01')).toBe(true)
    expect(await opens('usual', '2027-06-30')).toBe(true)
    expect(await opens('usual', '2027-07-01')).toBe(false)
    const fast = await world.asPerson(ids.fast.personId)
    expect(wordsOf(await fast.get('/enrolment'))).toContain('1 May 2027, 1 month after the start')
    expect(wordsOf(await world.visitor().get('/invitation'))).toContain('Fast Medicine 10 days')
  })
})
