import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { storeFile, sweepFiles } from '../../src/evidence/index.ts'
import { detect } from '../../src/evidence/service/detect.ts'
import { Invalid } from '../../src/kit/errors.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { type Agent, idIn, newForm } from './support.ts'

const world: World = await testWorld()
const folder = await mkdtemp(join(tmpdir(), 'attest-files-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')
const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#246' } })
  .png()
  .toBuffer()

async function upload(agent: Agent, content: Buffer, name = 'feedback.pdf', typed: Record<string, string> = {}) {
  const form = await newForm(agent, 'library-upload')
  form.fill({
    'f.title': 'Teaching feedback',
    'f.evidence': 'teaching-feedback',
    'f.session': 'Sepsis',
    'f.folder': 'Teaching',
    'f.declared': 'yes',
    ...typed,
  })
  return form.submit(agent, 'Save to the library', { 'f.file.upload': { name, content } })
}
const fileOf = async (recordId: string) =>
  (await world.db.recordFile.findFirstOrThrow({ where: { recordId }, include: { file: true } })).file

describe('R79, R80, R103: the library', () => {
  it('takes a file by its content, keeps it outside the database, and shows it to its owner alone', async () => {
    const amara = await world.as('amara')
    const id = idIn(await upload(amara, pdf))
    const file = await fileOf(id)
    expect(file).toMatchObject({ mime: 'application/pdf', name: 'feedback.pdf', size: pdf.length })
    const path = join(world.config.dataDir, 'files', file.sha256.slice(0, 2), file.sha256)
    expect((await stat(path)).size).toBe(pdf.length)
    const own = await amara.get(`/files/${file.id}`).buffer(true)
    expect(own.status).toBe(200)
    expect(own.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    for (const name of ['helen', 'idris', 'sam', 'james', 'morgan', 'tom'] as const)
      expect([name, (await (await world.as(name)).get(`/files/${file.id}`)).status]).toEqual([name, 404])
    expect((await world.visitor().get(`/files/${file.id}`)).status).toBe(303)
    const library = await amara.get(`/portfolios/${world.enrolment.amara}/library`)
    expect(wordsOf(library)).toMatch(/Teaching feedback.*Only you/)
    expect((await (await world.as('helen')).get(`/portfolios/${world.enrolment.amara}/library`)).text).not.toContain(id)
  })

  it('shared, it opens for those who read it in full, and not for those who see facts', async () => {
    const amara = await world.as('amara')
    const id = idIn(await upload(amara, pdf))
    const file = await fileOf(id)
    await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
    expect((await (await world.as('helen')).get(`/files/${file.id}`)).status).toBe(200)
    expect((await (await world.as('sam')).get(`/files/${file.id}`)).status).toBe(404)
    expect((await (await world.as('morgan')).get(`/files/${file.id}`)).status).toBe(404)
    expect((await (await world.as('sam')).get(`/records/${id}`)).text).not.toContain('feedback.pdf')
  })

  it('sorts by folder and by what it is', async () => {
    const tom = await world.as('tom')
    const [one] = [
      idIn(await upload(tom, pdf)),
      idIn(await upload(tom, pdf, 'x.pdf', { 'f.folder': 'Courses', 'f.title': 'Course' })),
    ]
    const page = await tom.get(`/portfolios/${world.enrolment.tom}/library?folder=Teaching`)
    expect(page.text).toContain(one)
    expect(wordsOf(page)).not.toContain('x.pdf')
    expect(wordsOf(page)).toContain('Courses')
  })

  it('keeps the file when another field is wrong', async () => {
    const amara = await world.as('amara')
    const answer = await upload(amara, pdf, 'kept.pdf', { 'f.datedOn': '2027-01-01' })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Keep kept.pdf')
    const again = FormPage.from(answer, 'form[data-autosave]').fill({ 'f.datedOn': '2026-11-01' })
    const id = idIn(await again.submit(amara, 'Save to the library'))
    expect((await fileOf(id)).name).toBe('kept.pdf')
  })

  it('refuses what lies about its type, at the field, with its real name', async () => {
    const amara = await world.as('amara')
    const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
    const answer = await upload(amara, exe, 'cv.pdf')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('“cv.pdf” is a program, which cannot be kept here')
  })

  it('refuses more than 25 MB with 413', async () => {
    const amara = await world.as('amara')
    const answer = await upload(amara, Buffer.concat([pdf, Buffer.alloc(25_000_001)]))
    expect(answer.status).toBe(413)
    expect(wordsOf(answer)).toContain('larger than the 25 MB that can be taken here')
  })

  it('takes nobody else’s file by its id', async () => {
    const amara = await world.as('amara')
    const file = await fileOf(idIn(await upload(amara, pdf)))
    const tom = await world.as('tom')
    const form = await newForm(tom, 'library-upload')
    form.fill({ 'f.title': 'Mine', 'f.evidence': 'other', 'f.declared': 'yes' }).forge({ 'f.file': file.id })
    expect((await form.submit(tom, 'Save to the library')).status).toBe(422)
  })
})

describe('what a file is', () => {
  async function detected(name: string, content: Buffer | string) {
    const path = join(folder, 'upload')
    await writeFile(path, content)
    try {
      return (await detect({ path, name, size: (await stat(path)).size })).mime
    } catch (error) {
      return Object.values((error as Invalid).problems)[0]
    }
  }
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)])

  it.each([
    ['note.txt', 'Grüße 😀 مرحبا\n', 'text/plain'],
    ['list.csv', 'a,b\n1,2\n', 'text/csv'],
    ['scan.png', png, 'image/png'],
    ['photo.jpg', png, 'image/png'],
    ['letter.pdf', pdf, 'application/pdf'],
  ])('takes %s', async (name, content, mime) => expect(await detected(name, content)).toBe(mime))

  it.each([
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'an SVG drawing'],
    ['drawing.png', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG drawing'],
    ['page.html', '<p>hello</p>', 'a web page (HTML)'],
    ['page.txt', '<!doctype html><html></html>', 'a web page (HTML)'],
    ['letter.doc', ole, 'an Office file in the old format (.doc, .xls, .ppt)'],
    ['run.sh', '#!/bin/sh\nrm -rf /', 'a script'],
    ['data.json', '{}', 'plain text that calls itself .json'],
    ['binary.txt', Buffer.from([0, 1, 2, 255]), 'a file of a kind that we do not know'],
    ['latin.txt', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'a file of a kind that we do not know'],
    ['archive.zip', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), 'an archive'],
    ['empty.pdf', '', 'is empty'],
  ])('refuses %s by name', async (name, content, words) => expect(await detected(name, content)).toContain(words))
})

it('R27: a photo is written anew and shown to whoever reaches the portfolio', async () => {
  const path = join(folder, 'me.png')
  await writeFile(path, png)
  const taken = await world.services.files.takePhoto({ field: 'photo', path, name: 'me.png', size: png.length })
  expect(taken.mime).toBe('image/webp')
  const { id } = await storeFile(world.db, taken, {
    ownerId: world.person.amara,
    purpose: 'photo',
    at: new Date('2026-11-22'),
  })
  await world.db.person.update({ where: { id: world.person.amara }, data: { photoFileId: id } })
  for (const name of ['amara', 'helen', 'sam', 'morgan'] as const) {
    const answer = await (await world.as(name)).get(`/files/${id}`)
    expect([name, answer.status, answer.headers['content-disposition']]).toEqual([name, 200, 'inline'])
  }
  expect((await (await world.as('tom')).get(`/files/${id}`)).status).toBe(404)
  await writeFile(path, 'not a picture')
  await expect(world.services.files.takePhoto({ field: 'photo', path, name: 'x.png', size: 13 })).rejects.toThrow(
    Invalid,
  )
})

it('sweeps what no record holds', async () => {
  const swept = await sweepFiles(world.db, world.services.files, new Date('2027-01-01'))
  expect(swept).toBeGreaterThanOrEqual(0)
  const left = await world.db.storedFile.count({ where: { records: { none: {} }, purpose: 'record' } })
  expect(left).toBe(0)
  expect(await world.db.storedFile.count({ where: { purpose: 'photo' } })).toBe(1)
})

it('R36: a form with files keeps its words when the session ended', async () => {
  const amara = await world.as('amara')
  const form = (await newForm(amara, 'library-upload')).fill({ 'f.title': 'Typed too late' })
  await world.db.session.deleteMany({ where: { personId: world.person.amara } })
  const answer = await form.submit(amara, 'Save to the library', { 'f.file.upload': { name: 'a.pdf', content: pdf } })
  expect(answer.headers.location).toContain('/sign-in')
  expect((await newForm(await world.as('amara'), 'library-upload')).value('f.title')).toBe('Typed too late')
})
