import pg from 'pg'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { certify, logClinic, reflect, secret } from './support.ts'

const world: World = await testWorld()
const timeline = (query = '', name: 'amara' | 'tom' | 'priya' = 'amara') =>
  `/portfolios/${world.enrolment[name]}/timeline${query}`

describe('R65: the timeline', () => {
  let clinic: string
  let reflection: string
  let certificate: string

  beforeAll(async () => {
    const amara = await world.as('amara')
    clinic = await logClinic(amara, { 'f.heldOn': '2026-09-01' })
    reflection = await reflect(amara)
    certificate = await certify(amara, { 'f.number': 'ABC4711' })
  })

  it('teaches while it is empty', async () => {
    const priya = await world.as('priya')
    expect(wordsOf(await priya.get(timeline('', 'priya')))).toContain('Nothing here yet')
    expect(wordsOf(await (await world.as('idris', 'educationalSupervisor')).get(timeline('', 'priya')))).toContain(
      'Nothing has been shared yet',
    )
  })

  it('says which days make no sense, and keeps what was typed', async () => {
    const amara = await world.as('amara')
    const order = await amara.get(timeline('?from=2026-11-05&to=2026-11-01'))
    expect(wordsOf(order)).toContain('Nothing lies from 5 Nov 2026 to 1 Nov 2026: the first day comes after the last.')
    expect(order.text).toContain('value="2026-11-05"')
    const none = await amara.get(timeline('?from=2026-02-30&to=%3Cb%3E'))
    expect(wordsOf(none)).toContain('“2026-02-30” is not a day in the calendar')
    expect(none.text).toContain('“&lt;b&gt;” is not a day')
    expect(none.text).toContain('value="2026-02-30"')
  })

  it('shows everything to its owner, newest first', async () => {
    const { text } = await (await world.as('amara')).get(timeline())
    const order = [reflection, certificate, clinic].map((id) => text.indexOf(`/records/${id}`))
    expect(order.every((at) => at > 0)).toBe(true)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it.each([
    ['type=clinics', ['clinic']],
    ['status=signed', []],
    ['from=2026-11-01', ['reflection']],
    ['to=2026-09-30', ['clinic']],
    ['from=2026-09-15&to=2026-10-15', ['certificate']],
    ['q=furious', ['reflection']],
    ['q=furious+-delay', []],
    ['q=%22hard+conversation%22', ['reflection']],
    ['q=ABC4711', ['certificate']],
    ['q=short+reflection', ['reflection']],
    ['q=nothingofthesort', []],
    [`q=${encodeURIComponent("' or 1=1 -- <script>")}`, []],
    [
      'q=%00&type=nonsense&status=x&from=2026-13-45&item=none&person=1&page=-3',
      ['clinic', 'reflection', 'certificate'],
    ],
  ])('filters by %s', async (query, wanted) => {
    const ids = { clinic, reflection, certificate }
    const answer = await (await world.as('amara')).get(timeline(`?${query}`))
    expect(answer.status).toBe(200)
    const found = Object.entries(ids)
      .filter(([, id]) => answer.text.includes(`/records/${id}`))
      .map(([name]) => name)
    expect(found.sort()).toEqual([...wanted].sort())
    if (wanted.length === 0) expect(wordsOf(answer)).toContain('Nothing matches')
  })

  it('filters by item and by person', async () => {
    const amara = await world.as('amara')
    const [item] = [...(await world.services.packs.get(world.ids.packVersion)).items.keys()]
    const id = await logClinic(amara, {}, `?item=${item}`)
    const byItem = await amara.get(timeline(`?item=${item}`))
    expect([byItem.text.includes(id), byItem.text.includes(clinic)]).toEqual([true, false])
    await world.db.record.update({ where: { id: clinic }, data: { assessorId: world.person.idris } })
    const byPerson = await amara.get(timeline(`?person=${world.person.idris}`))
    expect([byPerson.text.includes(`/records/${clinic}`), byPerson.text.includes(`/records/${id}`)]).toEqual([
      true,
      false,
    ])
    await world.db.record.update({ where: { id: clinic }, data: { assessorId: null } })
  })

  it('supervisors find what is shared, and never by the words of what is not', async () => {
    const helen = await world.as('helen')
    const all = await helen.get(timeline())
    expect([all.text.includes(clinic), all.text.includes(reflection)]).toEqual([true, false])
    expect((await helen.get(timeline('?q=ABC4711'))).text).toContain(`/records/${certificate}`)
    expect((await helen.get(timeline('?q=furious'))).text).not.toContain(`/records/${reflection}`)
    expect((await helen.get(timeline('?q=reflection'))).text).not.toContain(`/records/${reflection}`)
  })

  it('who sees facts searches the names of forms, not what was written', async () => {
    for (const name of ['sam', 'morgan'] as const) {
      const agent = await world.as(name)
      expect((await agent.get(timeline('?q=ABC4711'))).text).not.toContain(certificate)
      expect((await agent.get(timeline('?q=resuscitation'))).text).not.toContain(certificate)
      expect((await agent.get(timeline('?q=certificate'))).text).toContain(`/records/${certificate}`)
      expect((await agent.get(timeline())).text).not.toContain('Advanced Life Support')
      expect((await agent.get(timeline())).text).not.toContain(secret)
    }
  })

  it('is nobody else’s', async () => {
    for (const name of ['tom', 'priya'] as const)
      expect((await (await world.as(name)).get(timeline())).status).toBe(404)
    expect((await (await world.as('helen')).get(timeline('', 'priya'))).status).toBe(404)
    expect((await world.visitor().get(timeline())).status).toBe(303)
  })
})

// ── A hundred thousand records ───────────────────────────────────────────────

/** Statements that the application sends while `work` runs, with their values. */
async function statements(work: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const seen: { text: string; values: unknown[] }[] = []
  const original = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const first = args[0] as { text?: string; values?: unknown[] } | string
    if (typeof first === 'object' && first.text)
      seen.push({ text: first.text, values: first.values ?? (args[1] as unknown[]) ?? [] })
    return original.apply(this, args as never)
  } as typeof original
  try {
    await work()
  } finally {
    pg.Client.prototype.query = original
  }
  return seen
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

function scans(plan: Plan): string[] {
  const own =
    plan['Node Type'] === 'Seq Scan' && ['Record', 'Link'].includes(plan['Relation Name'] ?? '')
      ? [plan['Relation Name']!]
      : []
  return [...own, ...(plan.Plans ?? []).flatMap(scans)]
}

describe('decision 4: at a hundred thousand records', () => {
  let client: pg.Client

  beforeAll(async () => {
    client = new pg.Client({ connectionString: world.url })
    await client.connect()
    await client.query(`
      with people as (
        insert into "Person" (id, "givenName", "familyName") select gen_random_uuid(), 'Bulk', n::text from generate_series(1, 60) n returning id
      ), enrolments as (
        insert into "Enrolment" (id, "personId", "programmeId", "packVersionId", "startsOn", "endsOn")
        select gen_random_uuid(), id, '${world.ids.programme}', '${world.ids.packVersion}', '2025-08-06', '2028-08-06' from people
        returning id, "personId"
      ), all_enrolments as (
        select id, "personId" from enrolments union all select id, "personId" from "Enrolment" where "personId" in ('${world.person.amara}', '${world.person.tom}')
      ), records as (
        insert into "Record" (id, kind, section, "personId", "enrolmentId", "programmeId", "packVersionId", "authorId", "assessorId", status, "sharedState",
          "occurredOn", "formKey", "formVersion", title, "values", facts)
        select gen_random_uuid(), (array['log','upload','certificate','assessment'])[1 + n % 4], (array['clinics','library','certificates','assessments'])[1 + n % 4],
          e."personId", e.id, '${world.ids.programme}', '${world.ids.packVersion}', e."personId", case when n % 4 = 3 then '${world.person.idris}'::uuid end,
          'submitted', case when n % 4 = 1 then 'private' else 'shared' end::"SharedState", '2026-11-22'::date - n % 700,
          (array['clinic','library-upload','certificate','mini-cex'])[1 + n % 4], 1, 'Clinic number ' || n,
          json_build_object('note', 'word' || n || ' sepsis pathway on the ward ' || md5(n::text)), '{}'
        from all_enrolments e, generate_series(1, 1600) n returning id, "enrolmentId"
      )
      insert into "Link" (id, "recordId", "enrolmentId", "itemKey", "createdById")
      select gen_random_uuid(), id, "enrolmentId", 'cip-c' || (1 + abs(hashtext(id::text)) % 8), '${world.person.amara}' from records`)
    await client.query('analyze')
    const { rows } = await client.query('select count(*)::int as n from "Record"')
    expect(rows[0].n).toBeGreaterThan(99_000)
  }, 120_000)

  afterAll(() => client.end())

  async function explained(sent: { text: string; values: unknown[] }[]): Promise<string[]> {
    const bad: string[] = []
    for (const { text, values } of sent) {
      if (!/^\s*(select|with)/i.test(text) || !text.includes('"Record"')) continue
      const { rows } = await client.query(`explain (format json) ${text}`, values as never[])
      const found = scans(rows[0]['QUERY PLAN'][0].Plan)
      if (found.length) bad.push(`${found.join()}: ${text.slice(0, 3000)}`)
    }
    return bad
  }

  const lists: [string, Parameters<World['as']>[0], string][] = [
    ['own timeline', 'amara', ''],
    ['own timeline, page 20', 'amara', '?page=20'],
    ['own search', 'amara', '?q=sepsis+pathway'],
    ['own search for one word', 'amara', '?q=word1234'],
    ['own, by item', 'amara', '?item=cip-c1'],
    ['own, by kind and days', 'amara', '?type=clinics&from=2026-01-01&to=2026-06-01'],
    ['supervisor', 'helen', ''],
    ['supervisor, search', 'helen', '?q=sepsis'],
    ['supervisor, by person', 'helen', `?person=${'01900000-0000-7000-8000-000000000000'}`],
    ['coordinator', 'sam', ''],
    ['coordinator, search', 'sam', '?q=clinic'],
    ['administrator', 'morgan', '?status=submitted'],
  ]

  it.each(lists)('%s: no sequential scan, at most eight queries', async (_what, name, query) => {
    const agent = await world.as(name)
    const sent = await statements(async () => expect((await agent.get(timeline(query))).status).toBe(200))
    expect(await explained(sent)).toEqual([])
    const queries = sent.filter(({ text }) => !/^(begin|commit|rollback|insert into "public"."AuditEvent")/i.test(text))
    expect(queries.length).toBeLessThanOrEqual(8)
  })

  it.each(['library', 'certificates'])('%s: no sequential scan', async (list) => {
    for (const name of ['amara', 'helen', 'sam'] as const) {
      const agent = await world.as(name)
      const sent = await statements(async () =>
        expect((await agent.get(`/portfolios/${world.enrolment.amara}/${list}`)).status).toBe(200),
      )
      expect(await explained(sent)).toEqual([])
      expect(sent.length).toBeLessThanOrEqual(9)
    }
  })

  it('a record, its links and a new form: no sequential scan, at most eight queries', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    for (const [agent, path] of [
      [amara, `/records/${id}`],
      [await world.as('helen'), `/records/${id}`],
      [amara, `/records/${id}/links`],
      [amara, '/records/new/clinic'],
    ] as const) {
      const sent = await statements(async () => expect((await agent.get(path)).status).toBe(200))
      expect(await explained(sent)).toEqual([])
      expect([path, sent.filter(({ text }) => !/^insert/i.test(text)).length <= 8]).toEqual([path, true])
    }
  })

  it('is paged by fifty', async () => {
    const amara = await world.as('amara')
    const first = await amara.get(timeline('?type=clinics'))
    const form = FormPage.from(first, 'form[action$="/links/choose"]')
    expect(form.page.querySelectorAll('tbody tr').length).toBe(50)
    expect(wordsOf(first)).toMatch(/1–50 of 40\d/)
    const last = await amara.get(timeline('?type=clinics&page=9'))
    expect(last.text).not.toContain('rel="next"')
  })
})
