import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { buildAssets, bundle } from '../../src/cli/assets.ts'
import { readAssets } from '../../src/kit/assets.ts'
import { root } from '../../src/kit/root.ts'

describe('the build of the assets', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assets-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('names files by their content and lists them in the manifest', () => {
    const first = buildAssets(root, folder)
    expect(readAssets(folder)).toEqual(first)
    expect(buildAssets(root, folder)).toEqual(first)
    expect(first.css).toMatch(/^\/assets\/attest-[0-9a-f]{10}\.css$/)
    const css = readFileSync(join(folder, basename(first.css)), 'utf8')
    expect(css).toContain(`url("${basename(first.font)}")`)
    expect(css).not.toMatch(/https?:|data:/)
  })

  it('joins the modules of the script in the order in which they need one another', () => {
    writeFileSync(join(folder, 'main.js'), "import { two } from './b.js'\n\ntwo()\n")
    writeFileSync(join(folder, 'b.js'), "import {\n  one,\n} from './a.js'\n\nexport const two = () => one\n")
    writeFileSync(join(folder, 'a.js'), 'export const one = 1\n')
    const code = bundle(folder, 'main.js')
    expect(code).not.toMatch(/import|export/)
    expect(code.indexOf('const one')).toBeLessThan(code.indexOf('const two'))
  })

  it('refuses two modules that define the same name, and one that nobody imports', () => {
    writeFileSync(join(folder, 'main.js'), "import { a } from './a.js'\nconst one = a\n")
    writeFileSync(join(folder, 'a.js'), 'export const a = 1\nconst one = 1\n')
    expect(() => bundle(folder, 'main.js')).toThrow('Two modules of public/js define one')
    writeFileSync(join(folder, 'lonely.js'), '')
    expect(() => bundle(folder, 'main.js')).toThrow('No module imports lonely.js')
  })
})
