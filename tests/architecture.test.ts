import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from '../src/kit/root.ts'

/** The house's rules of docs/architecture.md, read off the import lines. */

const src = join(root, 'src')

/** Rooms in their order: each imports only rooms to its left, and only through their door. */
const order = [
  ['identity'],
  ['places'],
  ['programmes'],
  ['training'],
  ['evidence'],
  ['assessments', 'reflections', 'appraisals', 'rounds'],
  ['progress'],
  ['logs'],
  ['reviews'],
  ['corrections', 'integrity', 'applications'],
  ['arcp', 'cohorts'],
  ['changeovers'],
  ['announcements'],
  ['messages'],
  ['delegates'],
  ['admissions'],
  ['merging'],
  ['exchange'],
]
/** Import kit, policy and other rooms' doors; no room imports them. */
const listening = ['notices', 'audit', 'help']
/** The composition: may import everything below. */
const composition = ['home', 'demo', 'cli']
const ground = ['kit', 'policy', 'forms', 'guard', 'generated']

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name === 'generated' ? [] : filesBelow(path, ending)
    return name.endsWith(ending) ? [path] : []
  })
}

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

const importLine = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const sources = filesBelow(src, '.ts').map((path) => ({
  path,
  name: relative(src, path),
  text: readFileSync(path, 'utf8'),
}))
const imports: Import[] = sources.flatMap(({ path, name, text }) =>
  [...text.matchAll(importLine)].map(([, type, to]) => ({
    from: name,
    to: to!.startsWith('.') ? relative(src, resolve(dirname(path), to!)) : to!,
    typeOnly: Boolean(type),
  })),
)
const roomOf = (name: string): string => (name.includes('/') ? name.split('/')[0]! : '')
const placeOf = (room: string): number => order.findIndex((floor) => floor.includes(room))
const isLocal = (to: string): boolean => to.endsWith('.ts')
const broken = (rule: (one: Import) => boolean): string[] =>
  imports.filter(rule).map(({ from, to }) => `${from} -> ${to}`)

describe('the house', () => {
  it('has only rooms that the plan knows', () => {
    const known = new Set([...order.flat(), ...listening, ...composition, ...ground])
    const folders = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory())
    expect(folders.filter((name) => !known.has(name))).toEqual([])
  })

  it('keeps one name in three places: src, views, tests', () => {
    const rooms = new Set([...order.flat(), ...listening, 'home'])
    const extra = ['layouts', 'shared', 'forms', 'errors', 'emails']
    const views = readdirSync(join(root, 'views')).filter((name) => statSync(join(root, 'views', name)).isDirectory())
    expect(views.filter((name) => !rooms.has(name) && !extra.includes(name))).toEqual([])
    for (const room of views.filter((name) => rooms.has(name))) expect(readdirSync(src)).toContain(room)
  })
})

describe('who may import whom', () => {
  it('rooms import only leftward', () => {
    expect(
      broken(({ from, to }) => {
        const [a, b] = [placeOf(roomOf(from)), placeOf(roomOf(to))]
        return isLocal(to) && a >= 0 && b >= 0 && roomOf(from) !== roomOf(to) && b >= a
      }),
    ).toEqual([])
  })

  it('rooms enter one another only by the door', () => {
    expect(
      broken(({ from, to }) => {
        const other = roomOf(to)
        const isRoom = placeOf(other) >= 0 || listening.includes(other)
        const outside = roomOf(from) === '' || composition.includes(roomOf(from))
        return isLocal(to) && isRoom && !outside && roomOf(from) !== other && !to.endsWith('/index.ts')
      }),
    ).toEqual([])
  })

  it('no room imports a listener or the composition', () => {
    expect(
      broken(({ from, to }) => {
        const inner = placeOf(roomOf(from)) >= 0 || ground.includes(roomOf(from)) || listening.includes(roomOf(from))
        const forbidden = [...listening, ...composition].includes(roomOf(to)) || roomOf(to) === ''
        return isLocal(to) && inner && forbidden && roomOf(from) !== roomOf(to)
      }),
    ).toEqual([])
  })

  it('forms are pure', () => {
    const allowed = (to: string) =>
      to.startsWith('forms/') || to === 'kit/errors.ts' || to === 'kit/freeWords.ts' || !isLocal(to)
    const impure = ['express', '@prisma/client', 'pg']
    expect(broken(({ from, to }) => from.startsWith('forms/') && (!allowed(to) || impure.includes(to)))).toEqual([])
  })

  it('the guard is pure: it knows of the kit no more than types', () => {
    const allowed = (to: string, typeOnly: boolean) =>
      to.startsWith('guard/') || (to.startsWith('kit/') && typeOnly) || to === 'node:crypto'
    expect(broken(({ from, to, typeOnly }) => from.startsWith('guard/') && !allowed(to, typeOnly))).toEqual([])
  })

  it('policy knows only itself and the types of the database', () => {
    expect(
      broken(
        ({ from, to, typeOnly }) =>
          from.startsWith('policy/') && !to.startsWith('policy/') && !(to.startsWith('generated/') && typeOnly),
      ),
    ).toEqual([])
  })

  it('the kit knows no room', () => {
    const allowed = ['kit', 'policy', 'generated']
    expect(broken(({ from, to }) => from.startsWith('kit/') && isLocal(to) && !allowed.includes(roomOf(to)))).toEqual(
      [],
    )
  })

  it('only the kit and the composition know Express', () => {
    const outer = (from: string) => from.startsWith('kit/') || roomOf(from) === ''
    expect(broken(({ from, to }) => ['express', 'express-session', 'multer'].includes(to) && !outer(from))).toEqual([])
  })

  it('nothing imports from tests', () => {
    expect(broken(({ to }) => to.startsWith('..') && to.includes('tests/'))).toEqual([])
  })

  it('only doors re-export', () => {
    const reexport = /^export\s+(\*|\{[^}]*\}|type\s+\{[^}]*\})\s+from/m
    const offenders = sources.filter(({ name, text }) => !name.endsWith('/index.ts') && reexport.test(text))
    expect(
      offenders
        .map(({ name }) => name)
        .filter((name) => !['kit/render.ts', 'forms/lint.ts', 'programmes/lint.ts'].includes(name)),
    ).toEqual([])
  })

  it('has no cycles', () => {
    const next = new Map<string, string[]>()
    for (const { from, to, typeOnly } of imports)
      if (isLocal(to) && !typeOnly) next.set(from, [...(next.get(from) ?? []), to])
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (at: string, path: string[]) => {
      if (path.includes(at)) cycles.push([...path.slice(path.indexOf(at)), at].join(' -> '))
      if (done.has(at) || path.includes(at)) return
      for (const to of next.get(at) ?? []) walk(to, [...path, at])
      done.add(at)
    }
    for (const from of next.keys()) walk(from, [])
    expect(cycles).toEqual([])
  })
})

describe('what the code does not say', () => {
  const code = sources.filter(({ name }) => !name.startsWith('demo/') && !name.startsWith('cli/'))

  it('looks up in one place alone where mail to somebody goes', () => {
    const own = [
      /select i\.value from "Identifier"(?:(?!limit)[\s\S]){0,200}limit 1/,
      /kind: 'email'(?: as const)?, verifiedAt: \{ not/,
      /where: \{ kind: 'email'(?: as const)? \}, orderBy: [^\n]*take: 1/,
      /where: \{ kind: 'email' \}, orderBy: \[/,
    ]
    const elsewhere = code.filter(
      ({ name, text }) => !name.startsWith('identity/') && own.some((one) => one.test(text)),
    )
    expect(elsewhere.map(({ name }) => name)).toEqual([])
  })

  it('names no programme', () => {
    const packs = readdirSync(join(root, 'prisma/packs')).filter((name) =>
      statSync(join(root, 'prisma/packs', name)).isDirectory(),
    )
    for (const key of packs) {
      expect(code.filter(({ text }) => text.includes(`'${key}'`)).map(({ name }) => name)).toEqual([])
    }
  })

  it('names no form and no item of a curriculum, but for neutral nouns', () => {
    const neutral = [
      'clinic',
      'procedure',
      'take',
      'certificate',
      'exam',
      'upload',
      'reflection',
      'signoff',
      'library',
      'teaching',
    ]
    const keys = packForms().filter((key) => !neutral.includes(key))
    const found = keys.flatMap((key) =>
      code.filter(({ text }) => text.includes(`'${key}'`)).map(({ name }) => `${name}: ${key}`),
    )
    expect(found).toEqual([])
  })

  it('reads no clock but the injected one', () => {
    const clocks = /\bDate\.now\(|new Date\(\)|Temporal\.Now/
    const allowed = ['kit/clock.ts']
    const pure = code.filter(({ name }) => !name.startsWith('kit/postgres') && !allowed.includes(name))
    expect(pure.filter(({ text }) => clocks.test(text)).map(({ name }) => name)).toEqual([])
  })
})

describe('templates', () => {
  const templates = filesBelow(join(root, 'views'), '.ejs').map((path) => ({
    name: relative(root, path),
    text: readFileSync(path, 'utf8'),
  }))

  it('print unescaped only includes, bodies and helpers', () => {
    const raw = /<%-(?!\s*(include\(|body\b|ui\.|(cell|item)\.html))/
    expect(templates.filter(({ text }) => raw.test(text)).map(({ name }) => name)).toEqual([])
  })

  it('hold no inline script, style or handler', () => {
    const inline = /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+="/i
    const pages = templates.filter(({ name }) => !name.includes('emails/') && !name.includes('layouts/email'))
    expect(pages.filter(({ text }) => inline.test(text)).map(({ name }) => name)).toEqual([])
  })
})

function packForms(): string[] {
  const packs = join(root, 'prisma/packs')
  return filesBelow(packs, '.json')
    .filter((path) => path.includes('/forms/'))
    .map((path) => (JSON.parse(readFileSync(path, 'utf8')) as { key: string }).key)
}
