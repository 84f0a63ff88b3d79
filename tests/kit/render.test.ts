import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainAssets } from '../../src/kit/assets.ts'
import { createRenderer, type Pages, type RendererOptions, view } from '../../src/kit/render.ts'
import { guestShell } from '../../src/kit/shell.ts'

const views = join(import.meta.dirname, '../../views')
const shell = guestShell(plainAssets, '/somewhere', 'Europe/London')
const refusal: Pages['errors/403'] = {
  title: 'You cannot write this',
  rule: 'Only the educational supervisor writes the report.',
  reason: 'You are acting as <trainee>.',
  whoCan: 'Dr Helen Marsh',
  remedy: { label: 'Ask her', href: '/ask?a=1&b=2' },
}

describe('the renderer', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'views-'))
    mkdirSync(join(folder, 'layouts'))
    mkdirSync(join(folder, 'errors'))
    writeFileSync(join(folder, 'layouts/app.ejs'), '<title><%= p.title %></title><%- body %>')
    writeFileSync(join(folder, 'layouts/text.ejs'), '<%- body %>')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const render = (template: string, options: Partial<RendererOptions> = {}, layout: 'app' | 'text' = 'app') => {
    writeFileSync(join(folder, 'errors/404.ejs'), template)
    const renderer = createRenderer({ root: folder, cache: false, ...options })
    return renderer.render(view('errors/404', { title: 'A & B', explain: null }, { layout, status: 422 }), shell)
  }

  it('puts the layout around the page and marks the title of a form with problems', async () => {
    expect(await render('<h1><%= page.title %></h1>')).toBe('<title>Error: A &amp; B</title><h1>A &amp; B</h1>')
  })

  it('prints nothing for null and fails on undefined', async () => {
    expect(await render('[<%= page.explain %>]')).toContain('[]')
    await expect(render('<%= page.titel %>')).rejects.toThrow('errors/404 printed undefined')
  })

  it('prints nothing for undefined in production, and logs it', async () => {
    const warnings: string[] = []
    const out = await render('[<%= page.titel %>]', { production: true, warn: (message) => warnings.push(message) })
    expect(out).toContain('[]')
    expect(warnings).toEqual(['errors/404 printed undefined'])
  })

  it('escapes nothing in plain text', async () => {
    expect(await render('<%= page.title %>', {}, 'text')).toBe('A & B')
  })
})

describe('the errors of the product', () => {
  const renderer = createRenderer({ root: views, cache: false })

  it('D1: a refusal prints rule, reason, who can and the remedy', async () => {
    const html = await renderer.render(view('errors/403', refusal, { status: 403 }), shell)
    expect(html).toContain('Only the educational supervisor writes the report.')
    expect(html).toContain('You are acting as &lt;trainee&gt;.')
    expect(html).toContain('Dr Helen Marsh')
    expect(html).toContain('href="/ask?a=1&amp;b=2"')
  })

  it.each(['errors/404', 'errors/413', 'errors/422', 'errors/429', 'errors/500'] as const)(
    '%s renders',
    async (name) => {
      const html = await renderer.render(view(name, { title: 'Oh', explain: null }, { layout: 'bare' }), shell)
      expect(html).toContain('<h1>Oh</h1>')
      expect(html).not.toMatch(/ style=|<style|<script>/)
    },
  )
})
