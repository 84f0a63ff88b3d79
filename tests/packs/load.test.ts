import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPackFolder, PackProblem, readPackFolder } from '../../src/programmes/load.ts'
import { PACKS } from './packs.ts'

describe('reading a pack from its folder', () => {
  let dir: string

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'attest-pack-'))
    await cp(join(PACKS, 'internal-medicine', '2019.1'), dir, { recursive: true })
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  const edit = async (file: string, change: (text: string) => string) => {
    const path = join(dir, file)
    await writeFile(path, change(await readFile(path, 'utf8')))
  }
  const found = async () => (await readPackFolder(dir)).findings

  it('gives the forms in the order in which the pack offers them', async () => {
    const pack = await loadPackFolder(dir)
    expect(pack.forms.map(({ key }) => key)).toEqual(pack.pack.forms)
    expect(pack).not.toHaveProperty('pack.$schema')
    expect(pack.forms[0]).not.toHaveProperty('$schema')
  })

  it('reads the same bytes as the same pack twice', async () => {
    expect(await loadPackFolder(dir)).toEqual(await loadPackFolder(dir))
  })

  it('names the file that is no JSON', async () => {
    await edit('scales.json', (text) => text.slice(0, -5))
    expect(await found()).toMatchObject([{ file: 'scales.json', message: expect.stringMatching(/^is no JSON/) }])
  })

  it('names the place of an unknown word', async () => {
    await edit('rights.json', (text) => text.replace('"label"', '"lable"'))
    const findings = await found()
    expect(findings).toContainEqual(expect.objectContaining({ file: 'rights.json', path: 'relations.0.label' }))
    expect(findings).toContainEqual(
      expect.objectContaining({ path: 'relations.0', message: expect.stringMatching(/lable/) }),
    )
  })

  it('names the rule whose kind does not exist', async () => {
    await edit('requirements.json', (text) => text.replace('"kind": "levelByStage"', '"kind": "guess"'))
    expect(await found()).toMatchObject([{ file: 'requirements.json', path: 'rules.0.kind' }])
  })

  it('misses a file that must be there, and minds one that must not', async () => {
    await rename(join(dir, 'procedures.json'), join(dir, 'procedure.json'))
    expect(await found()).toEqual([
      { file: 'procedures.json', path: '', message: 'is missing' },
      { file: 'procedure.json', path: '', message: 'is no file of a pack' },
    ])
  })

  it('does without help', async () => {
    await rm(join(dir, 'help.json'))
    expect((await loadPackFolder(dir)).help).toBeUndefined()
  })

  it('minds a form in the file of another', async () => {
    await rename(join(dir, 'forms', 'cbd.json'), join(dir, 'forms', 'chat.json'))
    expect(await found()).toMatchObject([{ file: 'forms/chat.json', path: 'key' }])
  })

  it('R43: refuses a form without its declaration, with all that is wrong in one error', async () => {
    await edit('forms/cbd.json', (text) => text.replace('"declaration"', '"promise"'))
    const error = await loadPackFolder(dir).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(PackProblem)
    expect(String(error)).toMatch(/forms\/cbd\.json declaration: /)
  })
})
