import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'
import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { filesOf, readPack } from '../../src/programmes/load.ts'
import { nodesOf, type Pack } from '../../src/programmes/pack.ts'
import { packHash } from '../../src/programmes/publish.ts'
import { sweepUploads } from '../../src/programmes/service.ts'
import { readZip, writeZip } from '../../src/programmes/zip.ts'
import { shipped } from '../packs/packs.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const [, good] = shipped.find(([folder]) => folder.startsWith('internal-medicine'))!
const admin = await world.as('morgan')

type Files = Record<string, string | Buffer>

/** A pack's files as somebody's folder has them. */
const textsOf = (pack: Pack): Files =>
  Object.fromEntries([...filesOf(pack)].map(([name, part]) => [`${name}.json`, JSON.stringify(part, null, 2)]))

async function zipOf(files: Files, folder = ''): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), folder + name)
  zip.end()
  return buffer(zip.outputStream)
}

/** A later version, with changes of its own. */
function later(version: string, change: (pack: Pack) => void = () => {}): Pack {
  const pack = structuredClone(good!)
  pack.pack.version = version
  change(pack)
  return pack
}

async function upload(content: Buffer, name = 'pack.zip') {
  const form = FormPage.from(await admin.get('/programmes/upload'), 'main form')
  const answer = await form.submit(admin, 'Upload and check', { pack: { name, content } })
  const to = answer.headers.location as string | undefined
  return { answer, to: to ?? '', page: to ? await admin.get(to) : answer }
}

const publish = async (page: { text: string; status: number }, tick = true) => {
  const form = FormPage.from(page, 'main form[action$="/publish"]')
  if (tick) form.fill({ confirmed: 'yes' })
  return form.submit(admin)
}

describe('the packs of a college', () => {
  const version = `/programmes/versions/${world.ids.packVersion}`

  it('are listed with their versions and how many are enrolled on each', async () => {
    const { result, queries } = await countQueries(world.db, () => admin.get('/programmes').then())
    const words = wordsOf(result)
    expect(words).toContain(good!.pack.title)
    expect(words).toMatch(/2019\.1 .*came with Attest .*3 trainees/)
    expect(queries.length).toBeLessThanOrEqual(8)
  })

  it('show the curriculum with descriptors, levels, sources and how sure of them', async () => {
    const words = wordsOf(await admin.get(`${version}/curriculum`))
    for (const { node } of nodesOf(good!)) {
      expect(words).toContain(node.title.replace(/\s+/g, ' '))
      for (const { text } of node.descriptors ?? []) expect(words).toContain(text.replace(/\s+/g, ' '))
    }
    expect(words).toMatch(/Source: .*; (seen there|very probably right|to be confirmed|a guess)/)
    const levels = wordsOf(await admin.get(`${version}/levels`))
    for (const { values } of good!.scales.scales) for (const one of values) expect(levels).toContain(one.meaning)
  })

  it('show every form empty as each of its writers sees it, and as it prints', async () => {
    const list = await admin.get(`${version}/forms`)
    for (const form of good!.forms) {
      expect(list.text).toContain(`${version}/forms/${form.key}"`)
      const writers = new Set([form.filledBy, ...form.sections.map(({ by }) => by ?? form.filledBy)])
      for (const by of writers) {
        const page = await admin.get(`${version}/forms/${form.key}?as=${by}`)
        expect([form.key, by, page.status, headingOf(page.text)]).toEqual([form.key, by, 200, form.title])
        const inputs = [...page.text.matchAll(/name="f\.([^".]+)/g)].map(([, key]) => key)
        const own = form.sections.filter((section) => (section.by ?? form.filledBy) === by)
        const asked = own.flatMap(({ fields }) => fields).filter(({ type }) => type !== 'note' && type !== 'figures')
        expect([form.key, by, inputs]).toEqual([form.key, by, expect.arrayContaining([asked[0]!.key])])
      }
      const print = await admin.get(`${version}/forms/${form.key}/print`)
      const written = form.sections.filter(({ afterSigning, showIf }) => !afterSigning && !showIf)
      for (const { title } of written) expect(wordsOf(print)).toContain(title)
    }
  })

  it('say every rule and every right in words', async () => {
    const rules = wordsOf(await admin.get(`${version}/rules`))
    for (const { title, text } of good!.requirements.rules) {
      expect(rules).toContain(title)
      expect(rules).toContain(text.replace(/\s+/g, ' '))
    }
    expect(rules).not.toMatch(/undefined|null|NaN|\[object/)
    const rights = wordsOf(await admin.get(`${version}/rights`))
    for (const { title } of good!.rights.sections) expect(rights).toContain(title)
    expect(rights).toMatch(/reads, writes and signs/)
    expect(wordsOf(await admin.get(`${version}/help`))).toContain(good!.help!.articles[0]!.title)
  })

  it('can be downloaded, and what comes down is what was published', async () => {
    const answer = await admin
      .get(`${version}/download`)
      .buffer(true)
      .parse((res, done) => {
        buffer(res as never).then((bytes) => done(null, bytes), done as never)
      })
    const { pack, findings } = readPack(await readZip(answer.body as Buffer))
    expect(findings).toEqual([])
    expect(packHash(pack)).toBe(packHash(good))
    const folder = 'prisma/packs/internal-medicine/2019.1/pack.json'
    expect(JSON.parse(await readFile(folder, 'utf8')).key).toBe(pack!.pack.key)
  })

  it('R44: are nobody else’s, and no other college’s', async () => {
    const other = shipped.find(([name]) => name.startsWith('clinical-radiology'))![1]
    const foreign = newId()
    await world.db.packVersion.create({
      data: {
        id: foreign,
        packKey: other.pack.key,
        version: '2022.1',
        origin: 'shipped',
        sha256: packHash(other),
        content: other as never,
      },
    })
    expect((await admin.get(`/programmes/versions/${foreign}`)).status).toBe(404)
    expect((await admin.get(`/programmes/versions/${foreign}/download`)).status).toBe(404)
    for (const who of ['amara', 'helen', 'sam', 'james'] as const) {
      const agent = await world.as(who)
      for (const path of ['/programmes', '/programmes/upload', version, `${version}/forms/clinic`]) {
        expect([who, path, (await agent.get(path)).status]).toEqual([who, path, 404])
      }
    }
  })
})

describe('a version that is uploaded', () => {
  it('is checked, held against the one before, published after a tick, and changes nobody’s enrolment', async () => {
    const pinned = await world.db.enrolment.findMany({ orderBy: { id: 'asc' } })
    const before = wordsOf(await (await world.as('amara')).get(`/portfolios/${world.enrolment.amara}/curriculum`))
    const pack = later('2027.1', (p) => {
      nodesOf(p).find(({ node }) => node.key === 'cip-g1')!.node.title = 'Works in the system as it is now'
      p.requirements.rules.find((rule) => rule.kind === 'count')!.title = 'A count by another name'
      p.forms = p.forms.map((form) =>
        form.key === 'clinic' ? { ...form, version: form.version + 1, title: 'Clinic session' } : form,
      )
    })
    const { page, to } = await upload(await zipOf(textsOf(pack), 'my-folder/'))
    const words = wordsOf(page)
    for (const said of ['no findings', 'Works in the system as it is now', 'A count by another name', '3 trainees']) {
      expect(words).toContain(said)
    }
    expect(words).not.toContain('Presentations and conditions')

    const unticked = await publish(page, false)
    expect([unticked.status, wordsOf(unticked).includes('Tick this to publish it.')]).toEqual([422, true])
    const done = await publish(page)
    expect(done.headers.location).toMatch(/^\/programmes\/versions\//)
    expect(wordsOf(await admin.get(done.headers.location as string))).toContain('your college’s own')
    expect((await admin.get(to)).status).toBe(404)

    expect(await world.db.enrolment.findMany({ orderBy: { id: 'asc' } })).toEqual(pinned)
    const after = wordsOf(await (await world.as('amara')).get(`/portfolios/${world.enrolment.amara}/curriculum`))
    expect(after).toBe(before)
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'pack.published', actorId: { not: null } },
    })
    expect([event.actorId, (event.data as { version: string }).version]).toEqual([world.person.morgan, '2027.1'])

    const compare = wordsOf(await admin.get(`${done.headers.location}/compare?with=${world.ids.packVersion}`))
    for (const said of ['2019.1 and 2027.1', 'Works in the system as it is now', 'Clinic session']) {
      expect(compare).toContain(said)
    }
    expect(compare).not.toContain('Levels and expectations')

    const again = await upload(await zipOf(textsOf(pack)))
    expect(wordsOf(again.page)).toContain('This very content is published already, as 2027.1.')
    expect(again.page.text).not.toContain('/publish"')
    const other = later('2027.1', (p) => (p.pack.notice = 'Other words'))
    expect(wordsOf((await upload(await zipOf(textsOf(other)))).page)).toMatch(
      /version: 2027\.1 is published already with other/,
    )
    expect(await world.db.packVersion.count({ where: { version: '2027.1' } })).toBe(1)
  })

  it('is published once when two people press at once; the other is told', async () => {
    const { page } = await upload(await zipOf(textsOf(later('2019.2'))))
    const answers = await Promise.all([publish(page), publish(page)])
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1)
    expect(answers.every(({ status }) => [303, 404, 409].includes(status))).toBe(true)
    expect(await world.db.packVersion.count({ where: { version: '2019.2' } })).toBe(1)
  })

  it('can be removed again', async () => {
    const { page, to } = await upload(await zipOf(textsOf(later('2027.9'))))
    await FormPage.from(page, 'main form[action$="/discard"]').submit(admin)
    expect((await admin.get(to)).status).toBe(404)
  })

  it('is removed by itself after thirty days', async () => {
    const { to } = await upload(await zipOf(textsOf(later('2027.10'))))
    const sweptAfter = (days: number) =>
      sweepUploads({ db: world.db, now: world.clock.now().add({ hours: 24 * days + 1 }) })
    await sweptAfter(29)
    expect((await admin.get(to)).status).toBe(200)
    expect(await sweptAfter(30)).toBeGreaterThan(0)
    expect((await admin.get(to)).status).toBe(404)
  })
})

/** Mistakes of each kind, as a hand makes them: what is done to the files, the file that is named, and what is said. */
const mistakes: [string, (files: Files) => void, RegExp][] = [
  ['a file that is missing', (f) => delete f['scales.json'], /scales\.json .*is missing/],
  ['a file of something else', (f) => (f['notes.txt'] = 'x'), /notes\.txt .*is no file of a pack/],
  ['a form in a folder too deep', (f) => (f['forms/old/x.json'] = '{}'), /forms\/old\/x\.json .*is no file of a pack/],
  ['a comma too many', (f) => (f['help.json'] = '{"articles": [],}'), /help\.json .*is no JSON/],
  ['a word that no pack has', (f) => edit(f, 'pack.json', (p) => (p.colour = 'red')), /pack\.json .*colour/],
  ['a number as a word', (f) => edit(f, 'pack.json', (p) => (p.graceDays = 'five')), /pack\.json graceDays: /],
  ['a key of another place', (f) => edit(f, 'forms/clinic.json', (p) => (p.key = 'x')), /forms\/clinic\.json key: /],
  [
    'a programme that is not theirs',
    (f) => edit(f, 'pack.json', (p) => (p.key = 'surgery')),
    /key: no programme of your/,
  ],
  [
    'another college',
    (f) => edit(f, 'pack.json', (p) => (p.college.key = 'rcs')),
    /college\.key: is not your college’s/,
  ],
  ['no later number', (f) => edit(f, 'pack.json', (p) => (p.version = '2018.1')), /version: is not later than 2019\.1/],
  [
    'a changed form without a new number',
    (f) => edit(f, 'forms/clinic.json', (p) => (p.title = 'Other')),
    /forms\/clinic\.json version: the form changed/,
  ],
  ['a rule of another kind', (f) => edit(f, 'requirements.json', otherKind), /requirements\.json .*was of kind/],
  ['steps of a scale', (f) => edit(f, 'scales.json', (p) => p.scales[0].values.pop()), /scales\.json .*had the steps/],
]

// biome-ignore lint/suspicious/noExplicitAny: the files of a pack are spoilt here in ways that no type allows
function edit(files: Files, name: string, change: (part: any) => unknown): void {
  const part = JSON.parse(String(files[name]))
  change(part)
  files[name] = JSON.stringify(part)
}

function otherKind(part: { rules: { kind: string; min?: number }[] }): void {
  const rule = part.rules.find(({ kind }) => kind === 'count')!
  Object.assign(rule, { kind: 'rate', per: 'month' })
}

describe('a pack with mistakes', () => {
  it.each(mistakes)('names the file and the place: %s', async (_name, spoil, said) => {
    const files = textsOf(later('2030.1'))
    spoil(files)
    const { page, to } = await upload(await zipOf(files))
    expect(wordsOf(page)).toMatch(said)
    expect(page.text).not.toContain('/publish"')
    const forced = await FormPage.from(page, 'main form[action$="/discard"]').forge({ confirmed: 'yes' })
    const answer = await admin.post(`${to}/publish`).type('form').send(forced.body())
    expect(answer.status).toBe(403)
    expect(await world.db.packVersion.count({ where: { version: '2030.1' } })).toBe(0)
  })

  const bytes = (text: string) => Buffer.from(text)
  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['nothing', () => bytes(''), /Choose the ZIP file/],
    ['words', () => bytes('This is no ZIP.'), /It is no ZIP file/],
    ['half a ZIP', async () => (await zipOf({ 'pack.json': '{}'.repeat(500) })).subarray(0, 60), /It is no ZIP file/],
    ['an empty ZIP', () => zipOf({}), /It is empty|no ZIP/],
    ['bytes', () => zipOf({ 'pack.json': Buffer.from([0xff, 0xfe, 0x00]) }), /pack\.json is no text in UTF-8/],
    ['a bomb', () => zipOf({ 'pack.json': Buffer.alloc(30_000_000, 32) }), /pack\.json is too large/],
    [
      'a thousand files',
      () => zipOf(Object.fromEntries(Array.from({ length: 1000 }, (_one, n) => [`forms/f${n}.json`, '{}']))),
      /It holds 1000 files/,
    ],
    ['a way out of its folder', () => climbing(), /It is no ZIP file, or it is damaged/],
  ])('is refused at the field: %s', async (_name, content, said) => {
    const { answer } = await upload(await content())
    expect([answer.status, wordsOf(answer)]).toEqual([422, expect.stringMatching(said)])
  })

  /** A name that no writer of ZIPs would take, put in by hand. */
  async function climbing(): Promise<Buffer> {
    const zip = await zipOf({ 'aaa/pack.json': '{}' })
    return Buffer.from(zip.toString('latin1').replaceAll('aaa/pack.json', '../pack1.json'), 'latin1')
  }

  it('comes back as it was written, whoever zipped it', async () => {
    const written = await buffer(writeZip(good!, new Date('2026-01-01')))
    expect(packHash(readPack(await readZip(written)).pack)).toBe(packHash(good))
  })
})
