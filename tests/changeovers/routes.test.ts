import { newId } from '../../src/kit/ids.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { invitedSupervisor } from '../support/invited.ts'
import { testWorld } from '../support/world.ts'
import { csv, onRecord, press, type Row, send, template, work } from './support.ts'

const world = await testWorld()

/** Everybody of the first rotation goes to the other hospital in February. */
const moved = (rows: Row[]): Row[] =>
  rows.map((row) => ({
    ...row,
    Site: row.Site === "St Anne's Hospital" ? 'Royal Infirmary' : row.Site!,
    From: '3 Feb 2027',
    'Last day': '2027-08-04',
  }))

describe('D15, R131: changeover by sheet', () => {
  it('has a template that is the programme as it stands: sent back unchanged, it changes nothing', async () => {
    const sam = await world.as('sam')
    const rows = await template(sam, world.ids.programme)
    expect(rows.map(({ Trainee }) => Trainee)).toEqual(['Dr Tom Beale', 'Dr Priya Nair', 'Dr Amara Okafor'])
    expect(rows[0]).toMatchObject({
      From: '2026-08-05',
      'Last day': '2027-02-02',
      'Educational supervisor': 'Dr Helen Marsh',
    })
    const { path } = await send(sam, csv(rows))
    const words = wordsOf(await sam.get(path!))
    expect(words).toContain('there is nothing to apply')
    expect(words).toContain('Unchanged 3')
  })

  it('says once, not in a line for each, who is without a supervisor already and stays so', async () => {
    const sam = await world.as('sam')
    const where = { enrolmentId: { in: [world.enrolment.tom, world.enrolment.priya] }, kind: 'clinical' as const }
    const spans = await world.db.supervision.findMany({ where })
    await world.db.supervision.updateMany({ where, data: { until: new Date('2026-10-01') } })
    const rows = await template(sam, world.ids.programme)
    const words = wordsOf(await sam.get((await send(sam, csv(rows))).path!))
    expect(words).toContain('there is nothing to apply')
    expect(words).toContain('2 trainees whom this sheet leaves as they are have no educational or no clinical')
    expect(words).not.toContain('look at this')
    // Whom a row changes is named with the cell.
    const other = rows.map((row, at) => (at === 0 ? { ...row, Site: 'Royal Infirmary', Reason: 'Late' } : row))
    const changed = wordsOf(await sam.get((await send(sam, csv(other))).path!))
    expect(changed).toContain('Dr Tom Beale has no clinical supervisor from')
    expect(changed).toContain('1 trainee whom this sheet leaves as they are has no educational or no clinical')
    for (const { id, until } of spans) await world.db.supervision.update({ where: { id }, data: { until } })
  })

  it('shows what it would do, does it all at once, and takes it back as if it had never been', async () => {
    const sam = await world.as('sam')
    const before = await onRecord(world)
    const { path } = await send(sam, csv(moved(await template(sam, world.ids.programme))))
    const dry = wordsOf(await sam.get(path!))
    expect(dry).toContain('New 3')
    expect(await onRecord(world)).toEqual(before)
    const applied = wordsOf(await press(world, sam, path!, 'apply'))
    expect(applied).toContain('3 trainees moved')
    expect(await world.db.placement.count()).toBe(before.posts.length + 3)
    const notices = await world.db.notice.findMany({ where: { kind: 'changeover' } })
    expect(notices.filter(({ personId }) => personId === world.person.amara)).toHaveLength(1)
    const events = await world.db.auditEvent.findMany({ where: { type: 'post.applied' } })
    expect(events).toHaveLength(3)
    const undone = wordsOf(await press(world, sam, path!, 'undo'))
    expect(undone).toContain('what was on record before holds again')
    expect(await onRecord(world)).toEqual(before)
  })
})

describe('D15: what a row is wrong in, with its cell', () => {
  const row = (values: Row): Row => ({
    ...{
      'Registration number': '',
      'E-mail': '',
      Trainee: 'Dr Tom Beale',
      Post: '',
      Site: 'Royal Infirmary',
      Track: '',
    },
    ...{
      From: '2027-02-03',
      'Last day': '2027-08-03',
      'Educational supervisor': '',
      'Clinical supervisor': 'Dr Helen Marsh',
    },
    ...{ FTE: '', Reason: '' },
    ...values,
  })
  const cases: [string, Row[], string][] = [
    ['nobody of that name', [row({ Trainee: 'Dr Nobody' })], 'C2 “Dr Nobody” is nobody in this programme.'],
    [
      'a number of somebody else',
      [row({ 'E-mail': 'amara@demo.attest.example' })],
      'C2 “Dr Tom Beale” belongs to Dr Tom Beale, and B2 means Dr Amara Okafor.',
    ],
    [
      'a patient’s number',
      [row({ Reason: 'Covers for 943 476 5919' })],
      'L2 “943 476 5919” looks like an NHS number. Take it out.',
    ],
    ['the same trainee twice', [row({}), row({})], 'row 3 Dr Tom Beale is in row 2 already, with the same post.'],
    [
      'posts that overlap',
      [row({}), row({ Site: "St Anne's Hospital", From: '2027-08-03', 'Last day': '2028-02-01' })],
      'G3 This overlaps with row 2, Royal Infirmary.',
    ],
    ['a hospital that nobody knows', [row({ Site: 'Nowhere' })], 'E2 “Nowhere” is no hospital on record.'],
    [
      'a hospital of another college',
      [row({ Site: 'Bayside Hospital' })],
      'E2 Bayside Hospital is on record with Another College, not with your college.',
    ],
    ['no hospital', [row({ Site: '' })], 'E2 Say at which hospital.'],
    [
      'a supervisor who is the trainee',
      [
        row({
          'Clinical supervisor': 'Dr Helen Marsh',
          Trainee: 'Dr Tom Beale',
          'Educational supervisor': 'tom@demo.attest.example',
        }),
      ],
      'I2',
    ],
    [
      'a supervisor whom nobody knows',
      [row({ 'Clinical supervisor': 'Dr Who' })],
      'J2 “Dr Who” is nobody who can supervise here.',
    ],
    [
      'a last day before the first',
      [row({ 'Last day': '2027-02-01' })],
      'H2 The last day, 1 Feb 2027, lies before the first, 3 Feb 2027.',
    ],
    [
      'days after training',
      [row({ 'Last day': '2031-02-01' })],
      'H2 Dr Tom Beale trains from 5 Aug 2026 to 4 Aug 2029.',
    ],
    ['no day at all', [row({ From: 'soon' })], 'G2 “soon” is no day.'],
    [
      'days that have passed, without a reason',
      [row({ From: '2026-09-01' })],
      'L2 This changes days that have passed.',
    ],
    [
      'a post of more characters than are taken',
      [row({ Post: 'x'.repeat(5000) })],
      'D2 This has 5000 characters, and at most 80 are taken.',
    ],
    ['a reason of more', [row({ Reason: 'x'.repeat(501) })], 'L2 This has 501 characters, and at most 500 are taken.'],
    ['a formula', [row({ From: '=TODAY()' })], 'G2 This is a formula'],
  ]

  beforeAll(async () => {
    const college = newId()
    const network = newId()
    await world.db.college.create({ data: { id: college, key: 'another', name: 'Another College', short: 'AC' } })
    await world.db.network.create({ data: { id: network, collegeId: college, name: 'Bay' } })
    await world.db.site.create({ data: { id: newId(), networkId: network, name: 'Bayside Hospital' } })
  })

  it.each(cases)('%s: said with its cell, and nothing of the sheet is applied', async (_name, rows, said) => {
    const sam = await world.as('sam')
    const before = await onRecord(world)
    const { path } = await send(sam, csv([...rows, row({ Trainee: 'Dr Priya Nair' })]))
    const page = await sam.get(path!)
    expect(wordsOf(page)).toContain(said)
    expect(wordsOf(page)).toContain('nothing of it is applied')
    expect(page.text).not.toContain(`${path}/apply"`)
    // Nor by whoever sends the form all the same.
    const { planHash } = await world.db.changeover.findUniqueOrThrow({ where: { id: path!.split('/').at(-1)! } })
    const forced = await FormPage.from(page, `form[action="${path}/discard"]`).forge({ hash: planHash }).body()
    const answer = await sam.post(`${path}/apply`).set('content-type', 'application/x-www-form-urlencoded').send(forced)
    expect(answer.status).toBe(409)
    await work(world)
    expect(await onRecord(world)).toEqual(before)
  })

  it('a row of more cells than the heading stops the sheet, and is named', async () => {
    const sam = await world.as('sam')
    const sheet = `${csv([row({})])
      .toString()
      .trimEnd()},surplus,more\n`
    const { path } = await send(sam, Buffer.from(sheet))
    const words = wordsOf(await sam.get(path!))
    expect(words).toContain('M2 Row 2 has more cells than the heading.')
    expect(words).toContain('nothing of it is applied')
  })

  it('counts nobody whose row cannot be taken among those who are not in the sheet', async () => {
    const sam = await world.as('sam')
    const rows = [row({ Site: 'Nowhere' }), row({ Trainee: 'Dr Priya Nair', 'E-mail': 'amara@demo.attest.example' })]
    const { path } = await send(sam, csv(rows))
    expect(wordsOf(await sam.get(path!))).not.toContain('not in the sheet')
  })

  it('names what is unusual and applies it all the same', async () => {
    const sam = await world.as('sam')
    await world.db.site.updateMany({ where: { name: 'Royal Infirmary' }, data: { capacity: 1 } })
    const [here, until] = [{ site: { name: 'Royal Infirmary' } }, new Date('2027-05-01')]
    const { id: siteId } = await world.db.site.findFirstOrThrow({ where: here.site })
    const accreditation = {
      siteId,
      programmeId: world.ids.programme,
      level: 'All years',
      capacity: 1,
      from: new Date('2020-01-01'),
      until,
    }
    await world.db.siteAccreditation.create({ data: { id: newId(), ...accreditation } })
    const rows = [
      row({ FTE: '80', From: '3/2/2027', 'Clinical supervisor': '' }),
      row({ Trainee: 'Dr Priya Nair', From: '2027-03-01', 'Last day': '2027-08-03' }),
    ]
    const { path } = await send(sam, csv(rows))
    const words = wordsOf(await sam.get(path!))
    expect(words).toContain('G2 “3/2/2027” was read day first: 3 Feb 2027.')
    expect(words).toContain('K2 Dr Tom Beale trains at 60 %, the sheet says 80. A sheet does not change that')
    expect(words).toContain('J2 Dr Tom Beale has no clinical supervisor from 3 Feb 2027.')
    expect(words).toContain(
      'Royal Infirmary: 2 trainees of all programmes from 1 Mar 2027 to 3 Aug 2027, and it takes 1.',
    )
    // The accreditation has a limit of its own, on its own days.
    expect(words).toContain(
      'Royal Infirmary: 2 trainees of this programme from 1 Mar 2027 to 30 Apr 2027, and it is accredited for 1.',
    )
    expect(words).toContain('Royal Infirmary is not accredited for this programme from 1 May 2027 to 3 Aug 2027.')
    expect(words).toContain('Dr Priya Nair has no post from 3 Feb 2027 to 28 Feb 2027.')
    expect(words).toContain('1 trainee not in the sheet')
    expect(words).toContain('Apply: 2 trainees')
    await world.db.site.updateMany({ where: here.site, data: { capacity: null } })
    await world.db.siteAccreditation.deleteMany({ where: here })
  })
})

describe('D15: sheets that cannot be read come back with a sentence', () => {
  it.each([
    ['nothing sent', Buffer.alloc(0), 'Choose the sheet, or paste its rows below.'],
    ['no spreadsheet', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'This is no spreadsheet and no text.'],
    ['100,000 rows', Buffer.from(`Trainee,Site,From\n${'A,B,C\n'.repeat(100_000)}`), 'A sheet has at most 6000 rows.'],
  ])('%s', async (_name, content, said) => {
    const { answer } = await send(await world.as('sam'), content)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(said)
  })

  it('takes pasted rows, and keeps every typed word where it cannot', async () => {
    const sam = await world.as('sam')
    const form = async (text: string) =>
      FormPage.from(await sam.get('/changeovers'), 'form.form')
        .fill({ text })
        .submit(sam)
    const refused = await form('Trainee\tSomewhere\nDr Tom Beale\tX')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Dr Tom Beale\tX')
    const taken = await form("Trainee\tSite\tFrom\tUntil\nDr Tom Beale\tSt Anne's Hospital\t2026-08-05\t2 Feb 2027")
    expect(wordsOf(await sam.get(taken.headers.location!))).toContain('Unchanged 1')
  })

  it('R44: nobody else sends or sees sheets', async () => {
    const { path } = await send(await world.as('sam'), csv(await template(await world.as('sam'), world.ids.programme)))
    for (const who of ['amara', 'helen', 'ruth', 'morgan'] as const)
      expect((await (await world.as(who)).get(path!)).status).toBe(404)
    expect((await (await world.as('james')).get(path!)).status).toBe(200)
  })
})

describe('D15: who is told what', () => {
  const mailTo = async (who: 'helen' | 'idris' | 'amara') => {
    const mails = await world.db.mail.findMany({
      where: { toPersonId: world.person[who], purpose: 'changeover' },
      orderBy: { id: 'desc' },
    })
    return mails[0]?.text ?? ''
  }
  const ofTom = async (values: Row): Promise<Row> => {
    const rows = await template(await world.as('sam'), world.ids.programme)
    return { ...rows.find(({ Trainee }) => Trainee === 'Dr Tom Beale')!, ...values }
  }

  it('decision 67: a report that the leaving supervisor has begun is named, with the day until which it may be finished', async () => {
    const sam = await world.as('sam')
    const draft = {
      personId: world.person.helen,
      key: `form:educational-supervisor-report:${world.enrolment.tom}`,
      values: {},
      updatedAt: new Date(world.clock.now().epochMilliseconds),
    }
    const { id } = await world.db.draft.create({ data: { id: newId(), ...draft } })
    const rows = [
      await ofTom({
        'Educational supervisor': 'Dr James Osei',
        Reason: 'Swap',
        From: '3 Feb 2027',
        'Last day': '2027-08-04',
      }),
    ]
    const { path } = await send(sam, csv(rows))
    const begun = 'Dr Helen Marsh has begun a report about Dr Tom Beale and may finish it until 2 Mar 2027.'
    expect(wordsOf(await sam.get(path!))).toContain(begun)
    await press(world, sam, path!, 'apply')
    const mail = await mailTo('helen')
    expect(mail).toContain('Changeover: 1 no longer.')
    // The last day, not the first without.
    expect(mail).toContain('Dr Tom Beale, educational, until 2 Feb 2027.')
    expect(mail).toContain(
      'What you have begun, and what waits for you on the last day, you may finish until 2 Mar 2027.',
    )
    await press(world, sam, path!, 'undo')
    await world.db.draft.delete({ where: { id } })
    expect(wordsOf(await sam.get((await send(sam, csv(rows))).path!))).not.toContain('has begun a report')
  })

  it('who is only invited hears of it at the address of the invitation, without what it says', async () => {
    const nova = await invitedSupervisor(world)
    const sam = await world.as('sam')
    const row = await ofTom({ From: '3 Feb 2027', 'Last day': '2027-08-04', 'Clinical supervisor': nova.email })
    const { path } = await send(sam, csv([row]))
    await press(world, sam, path!, 'apply')
    const mail = await world.db.mail.findFirstOrThrow({ where: { toPersonId: nova.id } })
    expect([mail.toAddress, mail.text]).toEqual([
      nova.email,
      expect.stringContaining('A change of posts and supervisors concerns you. To read it, accept the invitation'),
    ])
    expect(mail.text).not.toContain('Tom')
    expect(await world.db.notice.count({ where: { personId: nova.id, text: { contains: 'with you' } } })).toBe(1)
    await press(world, sam, path!, 'undo')
  })

  it('a sheet that was taken back reads as what holds again, with last days', async () => {
    const sam = await world.as('sam')
    const before = await world.db.supervision.findFirstOrThrow({
      where: { enrolmentId: world.enrolment.tom, personId: world.person.helen, kind: 'educational' },
    })
    await world.db.supervision.update({ where: { id: before.id }, data: { until: new Date('2027-08-05') } })
    const rows = [
      await ofTom({
        From: '2027-08-05',
        'Last day': '2028-02-01',
        'Educational supervisor': 'Dr Helen Marsh',
        'Clinical supervisor': 'Dr Idris Kaya',
      }),
    ]
    rows[0]!['Clinical supervisor'] = (await template(sam, world.ids.programme)).find(
      ({ Trainee }) => Trainee === 'Dr Amara Okafor',
    )!['Clinical supervisor']!
    const { path } = await send(sam, csv(rows))
    await press(world, sam, path!, 'apply')
    expect(await mailTo('idris')).toContain('Dr Tom Beale, clinical, from 5 Aug 2027')
    await press(world, sam, path!, 'undo')
    const helen = await mailTo('helen')
    expect(helen).toContain('A changeover was taken back: what was on record before holds again for 1 trainee')
    expect(helen).toContain('Dr Tom Beale, educational, until 4 Aug 2027.')
    expect(helen).not.toMatch(/no longer|5 Aug 2027|may finish/)
    expect(await mailTo('idris')).toContain('Dr Tom Beale, clinical, not from 5 Aug 2027')
    await world.db.supervision.update({ where: { id: before.id }, data: { until: before.until } })
  })

  it('a supervisor who stays is told where the trainee’s post moves to another hospital', async () => {
    const sam = await world.as('sam')
    const rows = moved(
      (await template(sam, world.ids.programme)).filter(({ Trainee }) => Trainee === 'Dr Amara Okafor'),
    )
    const first = await send(sam, csv(rows), 'first.csv')
    await press(world, sam, first.path!, 'apply')
    const second = await send(sam, csv(rows.map((one) => ({ ...one, Site: 'Moorside Hospital' }))), 'second.csv')
    await press(world, sam, second.path!, 'apply')
    const mail = await mailTo('idris')
    expect(mail).toContain('Changeover: 1 still with you, otherwise than before.')
    expect(mail).toContain('Dr Amara Okafor, clinical, post 3 Feb 2027 to 4 Aug 2027 at Moorside Hospital.')
    await press(world, sam, second.path!, 'undo')
    expect(await mailTo('idris')).toContain('clinical, post 3 Feb 2027 to 4 Aug 2027 at Royal Infirmary')
    await press(world, sam, first.path!, 'undo')
  })
})

describe('D15: whom a row names supervises on its days', () => {
  const kept = { enrolmentId: world.enrolment.tom, personId: world.person.helen, kind: 'educational' as const }
  const untilIs = (day: string | null) =>
    world.db.supervision.updateMany({ where: kept, data: { until: day && new Date(day) } })
  /** What a dry run of Tom's next post, 3 Feb to 3 Aug 2027, says; `apply` writes it. */
  const dryRun = async (supervisor: string, last = '2027-08-03') => {
    const sam = await world.as('sam')
    const tom = (await template(sam, world.ids.programme)).find(({ Trainee }) => Trainee === 'Dr Tom Beale')!
    const row = { ...tom, Site: 'Royal Infirmary', From: '2027-02-03', 'Last day': last, 'Clinical supervisor': '' }
    const { path } = await send(sam, csv([{ ...row, 'Educational supervisor': supervisor }]))
    return { path: path!, sam, words: wordsOf(await sam.get(`${path}?show=changed`)) }
  }
  const educational = async (path: string) => {
    const sam = await world.as('sam')
    await press(world, sam, path, 'apply')
    const spans = await world.db.supervision.findMany({
      where: { enrolmentId: world.enrolment.tom, kind: 'educational', track: 'main' },
      orderBy: { from: 'asc' },
    })
    expect(wordsOf(await press(world, sam, path, 'undo'))).toContain('what was on record before holds again')
    return spans.map(({ personId, until }) => [
      personId === world.person.helen ? 'helen' : 'other',
      until?.toISOString().slice(0, 10) ?? null,
    ])
  }
  let before: Date | null
  beforeAll(async () => {
    before = (await world.db.supervision.findFirstOrThrow({ where: kept })).until
  })
  afterAll(() => world.db.supervision.updateMany({ where: kept, data: { until: before } }))

  it.each(['2027-02-03', '2027-05-01'])(
    'one that ends before %s is lengthened to the last day of the row, and it says so',
    async (day) => {
      await untilIs(day)
      const { path, words } = await dryRun('Dr Helen Marsh')
      expect(words).toMatch(
        /Educational supervisor Dr Helen Marsh, [^,]* to [^,]*2027 Dr Helen Marsh, [^,]* to 3 Aug 2027/,
      )
      expect(words).toContain('Nobody is told of this dry run')
      expect(await educational(path)).toEqual([['helen', '2027-08-04']])
    },
  )

  it('one that covers these days stays as it is', async () => {
    await untilIs('2027-12-01')
    const { path, words } = await dryRun('Dr Helen Marsh')
    expect(words).not.toContain('Educational supervisor Dr Helen Marsh')
    expect(await educational(path)).toEqual([['helen', '2027-12-01']])
  })

  it('somebody new takes over what is on record, and comes for the row where nobody was', async () => {
    await untilIs('2027-12-01')
    expect(await educational((await dryRun('Dr James Osei')).path)).toEqual([
      ['helen', '2027-02-03'],
      ['other', '2027-12-01'],
    ])
    await untilIs('2027-01-10')
    expect(await educational((await dryRun('Dr James Osei')).path)).toEqual([
      ['helen', '2027-01-10'],
      ['other', '2027-08-04'],
    ])
  })

  it('the template names nobody whose time ends within a post, so that it changes nothing unedited', async () => {
    await untilIs('2027-01-10')
    const rows = await template(await world.as('sam'), world.ids.programme)
    expect(rows.find(({ Trainee }) => Trainee === 'Dr Tom Beale')!['Educational supervisor']).toBe('')
  })
})

describe('D15, decision 19: a week at two hospitals', () => {
  const days = { From: '2027-02-03', 'Last day': '2027-08-03' }
  const post = (values: Row): Row => ({
    ...{ Trainee: 'Dr Tom Beale', Site: 'Royal Infirmary', Track: '', 'Share of the week': '', ...days },
    ...{ 'Educational supervisor': '', 'Clinical supervisor': 'Dr Helen Marsh', ...values },
  })
  const beside = { Track: 'split', Site: "St Anne's Hospital", 'Clinical supervisor': 'Dr James Osei' }
  const said = async (...rows: Row[]) => {
    const sam = await world.as('sam')
    const { path } = await send(sam, csv(rows))
    return { sam, path: path!, words: wordsOf(await sam.get(path!)) }
  }

  it('each post has a clinical supervisor and a share of its own; the template says both again, and changes nothing', async () => {
    const before = await onRecord(world)
    const rows = [post({ 'Share of the week': '60 %' }), post({ ...beside, 'Share of the week': '40' })]
    const { sam, path, words } = await said(...rows)
    expect(words).toContain('Apply: 1 trainee')
    expect(words).toContain("St Anne's Hospital, 3 Feb 2027 to 3 Aug 2027, 40 % of the week")
    expect(words).toContain('Dr James Osei, 3 Feb 2027 to 3 Aug 2027, for the split post')
    expect(words).not.toContain('Not read')
    expect(words).not.toContain('part of the week, and')
    await press(world, sam, path, 'apply')
    const clinical = await world.db.supervision.findMany({
      where: { enrolmentId: world.enrolment.tom, kind: 'clinical', from: { lte: new Date('2027-03-01') } },
      orderBy: { track: 'asc' },
    })
    const of = clinical
      .filter(({ until }) => !until || until > new Date('2027-03-01'))
      .map(({ track, personId }) => [track, personId])
    expect(of).toEqual([
      ['main', world.person.helen],
      ['split', world.person.james],
    ])
    const history = wordsOf(await sam.get(`/trainees/${world.enrolment.tom}/supervisors`))
    expect(history).toContain('Dr James Osei clinical supervisor of the split post')
    const again = await template(sam, world.ids.programme)
    expect(again.find(({ Track }) => Track === 'split')).toMatchObject({
      'Share of the week': '40',
      'Clinical supervisor': 'Dr James Osei',
    })
    expect((await said(...again)).words).toContain('there is nothing to apply')
    expect((await said(...rows)).words).toContain('there is nothing to apply')
    // Shares change places in whatever order the rows stand.
    const turned = [post({ 'Share of the week': '70' }), post({ ...beside, 'Share of the week': '0.3' })]
    expect((await said(...turned)).words).toContain('Apply: 1 trainee')
    expect((await said(post({ 'Share of the week': '61' }))).words).toContain('come to more than all of it')
    await press(world, sam, path, 'undo')
    expect(await onRecord(world)).toEqual(before)
  })

  it('whoever supervises at both stands on record once', async () => {
    const before = await onRecord(world)
    const { sam, path } = await said(post({ ...beside, 'Clinical supervisor': 'Dr Helen Marsh' }), post({}))
    await press(world, sam, path, 'apply')
    expect(await world.db.supervision.count({ where: { track: 'split' } })).toBe(0)
    await press(world, sam, path, 'undo')
    expect(await onRecord(world)).toEqual(before)
  })

  it('names a part of a week without another, a share that is none, and a word that is no track', async () => {
    const { words } = await said(post({ ...beside, From: '2029-03-01', 'Last day': '2029-04-30' }))
    expect(words).toContain('This is a part of the week, and nothing else is on record for the rest of the week')
    expect(words).toContain('look at this')
    const bad = await said(post({ 'Share of the week': '140' }), post({ Trainee: 'Dr Priya Nair', Track: 'both' }))
    expect(bad.words).toContain('“140” is no share of the week: write per cent, from 1 to 99.')
    expect(bad.words).toContain('or write split or split-2 for one beside it in the same weeks')
    const two = await said(post({}), post({ ...beside, Track: '' }))
    expect(two.words).toContain('names another clinical supervisor of Dr Tom Beale')
    expect(wordsOf(await bad.sam.get('/changeovers'))).toContain('write “split” for the one beside it')
  })
})

describe('D15: two coordinators, and what rests on a changeover', () => {
  it('the later of two sheets is told whose sheet changed what, and gets a new dry run', async () => {
    const sam = await world.as('sam')
    const james = await world.as('james')
    const rows = await template(sam, world.ids.programme)
    const before = await onRecord(world)
    const first = await send(sam, csv(moved(rows)), 'first.csv')
    const second = await send(
      james,
      csv(moved(rows).map((one) => ({ ...one, Site: 'Moorside Hospital' }))),
      'second.csv',
    )
    await press(world, sam, first.path!, 'apply')
    const stopped = wordsOf(await press(world, james, second.path!, 'apply'))
    expect(stopped).toContain('Nothing was changed')
    expect(stopped).toContain('Mr Sam Whitfield changed 3 of these trainees by the sheet “first.csv”')
    expect(stopped).toContain('Changed 3')
    // Read again, it is applied; then the first one cannot be taken back any more, and says why.
    await press(world, james, second.path!, 'apply')
    const rests = await sam.get(first.path!)
    expect(wordsOf(rests)).toContain('Dr James Osei changed 3 of these trainees by the sheet “second.csv”')
    expect(rests.text).not.toContain(`${first.path}/undo"`)
    await press(world, james, second.path!, 'undo')
    await press(world, sam, first.path!, 'undo')
    expect(await onRecord(world)).toEqual(before)
  })

  it('is not taken back once an appraisal rests on a post of it', async () => {
    const sam = await world.as('sam')
    const { path } = await send(sam, csv(moved(await template(sam, world.ids.programme))))
    await press(world, sam, path!, 'apply')
    const post = await world.db.placement.findFirstOrThrow({
      where: { enrolmentId: world.enrolment.amara, from: new Date('2027-02-03') },
    })
    const amara = await world.as('amara')
    const begin = FormPage.from(await amara.get('/appraisals/new/induction-appraisal'), 'main form[data-autosave]')
    await begin
      .fill({ 'f.aims': 'Twenty clinics', supervisor: `educationalSupervisor:${world.person.helen}` })
      .submit(amara, 'Send')
    await world.db.appraisal.updateMany({ data: { placementId: post.id } })
    const words = wordsOf(await sam.get(path!))
    expect(words).toContain('An appraisal of Dr Amara Okafor rests on the post from 3 Feb 2027.')
    expect(words).not.toContain('What was on record before holds again, and')
    await world.db.appraisal.updateMany({ data: { placementId: null } })
    await press(world, sam, path!, 'undo')
  })

  it('is stopped where whoever asked for it no longer runs the programme', async () => {
    const james = await world.as('james')
    const { path } = await send(james, csv(moved(await template(james, world.ids.programme))))
    await FormPage.from(await james.get(path!), `form[action="${path}/apply"]`).submit(james)
    const grant = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.james, role: 'director' } })
    await world.db.grant.update({ where: { id: grant.id }, data: { until: new Date('2026-11-01') } })
    await work(world)
    await world.db.grant.update({ where: { id: grant.id }, data: { until: null } })
    expect(wordsOf(await james.get(path!))).toContain('Whoever asked for it no longer runs this programme.')
  })
})
