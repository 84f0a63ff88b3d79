import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkViews } from '../../src/cli/views-check.ts'

const root = join(import.meta.dirname, '../..')

const mistakes: Record<string, string> = {
  'errors/404': '<h1>\n<%= page.titel %>\n</h1>',
  'errors/410': "<%- include('/shared/brand', { p: { hreff: '/' } }) %>",
  'errors/413': "<%- include('/shared/brand') %>",
  'errors/418': '<p>Nobody declared this one</p>',
  'errors/422': "<%- include('/shared/brant', { p: {} }) %>",
  'errors/429': '<%- page.title %>',
  'errors/500': "<%= ui.tag('x') %>",
  'shared/brand': '<a href="<%= page.title %>"></a>',
  'shared/error-page': '<p style="x"><script>x</script><b onclick="x"></b></p>',
  'shared/kpis': '<%= p.items.length %><%= null %>',
  'shared/tags': '<%= p.tags[0].href %>',
}

describe('the check of the views', () => {
  const views = mkdtempSync(join(tmpdir(), 'views-check-'))
  const found: Record<string, string[]> = {}

  beforeAll(() => {
    for (const [name, source] of Object.entries(mistakes)) {
      mkdirSync(dirname(join(views, name)), { recursive: true })
      writeFileSync(join(views, `${name}.ejs`), source)
    }
    for (const { template, line, message } of checkViews(root, views).problems) {
      found[template] = [...(found[template] ?? []), `${line}: ${message}`]
    }
  })
  afterAll(() => rmSync(views, { recursive: true }))

  it('finds no problem in the views of the product', () => {
    const { checked, problems } = checkViews(root)
    expect(problems).toEqual([])
    expect(checked).toBeGreaterThan(40)
  })

  it('names a wrong property of a page, with its line', () => {
    expect(found['errors/404']).toEqual([
      expect.stringMatching(/^2: Property 'titel' does not exist on type 'NotFoundPage'/),
    ])
  })

  it('names a wrong and a missing input of an include, and a partial that is not there', () => {
    expect(found['errors/410']?.[0]).toMatch(/^1: .*'hreff'/)
    expect(found['errors/413']?.[0]).toMatch(/^1: Expected 2 arguments/)
    expect(found['errors/422']?.[0]).toMatch(/^1: .*brant/)
  })

  it('lets a partial see only what it is handed', () => {
    expect(found['shared/brand']?.[0]).toMatch(/^1: .*'never'/)
  })

  it('refuses a text printed unescaped, markup printed escaped, and what may be undefined', () => {
    expect(found['errors/429']).toHaveLength(1)
    expect(found['errors/500']).toHaveLength(1)
    expect(found['shared/tags']).toHaveLength(1)
    expect(found['shared/kpis']).toBeUndefined()
  })

  it('asks for a model of every template, and for the template of every model', () => {
    expect(found['errors/418']).toEqual(['0: No model is declared for this template'])
    expect(found.views?.[0]).toMatch(/is missing the following properties/)
  })

  it('refuses what the content security policy would block', () => {
    expect(found['shared/error-page']).toHaveLength(3)
  })
})
