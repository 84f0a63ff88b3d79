import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import ejs from 'ejs'
import { root } from '../kit/root.ts'

/** A mistake that tsc found, by template and its line; line 0 is the template as a whole. */
export interface ViewProblem {
  template: string
  line: number
  message: string
}

export interface ViewsCheck {
  checked: number
  problems: ViewProblem[]
}

/**
 * Type-checks every template of `views`: each becomes a function whose parameters have the types that its model
 * (kit/render.ts, merged by the rooms) or its partial (kit/partials.ts) declares, and tsc reads them all at once.
 */
export function checkViews(home: string, views = join(home, 'views')): ViewsCheck {
  const names = templateNames(views)
  const runs = join(home, '.views-check')
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'run-'))
  try {
    const problems: ViewProblem[] = []
    const files = new Map<string, { name: string; lines: string[] }>()
    for (const [index, name] of names.entries()) {
      const source = readFileSync(join(views, `${name}.ejs`), 'utf8')
      problems.push(...styleProblems(name, source))
      const file = `t${index}.ts`
      const text = asFunction(name, source)
      files.set(file, { name, lines: text.split('\n') })
      writeFileSync(join(folder, file), text)
    }
    writeFileSync(join(folder, 'names.ts'), namesFile(names))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    return { checked: names.length, problems: [...problems, ...compile(home, folder, files)] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Names of all templates: their paths below the folder, without the ending. */
export function templateNames(views: string): string[] {
  return readdirSync(views, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ejs'))
    .map((path) => path.slice(0, -'.ejs'.length).split(sep).join('/'))
    .sort()
}

const TSCONFIG = {
  extends: '../../tsconfig.json',
  compilerOptions: { rootDir: '../..', allowUnreachableCode: true },
  include: ['./*.ts', '../../src'],
  exclude: [],
}

const TYPES = '../../src/kit/template-types.ts'
const isLayout = (name: string) => name.startsWith('layouts/')

/** The template as a function of its locals; EJS marks the template's own lines in it. */
function asFunction(name: string, source: string): string {
  const template = new ejs.Template(source, { strict: true, compileDebug: true }) as unknown as Generated
  template.generateSource()
  const key = JSON.stringify(name)
  return `import type { Locals, Renderable } from '${TYPES}'
export function template({ page, p, form, field, body, shell, ui, include, escapeFn, __append, __line }: Locals<${key}>) {
  ${isLayout(name) ? '' : `const name: Renderable = ${key}`}
${template.source}
}
`
}

interface Generated {
  generateSource(): void
  source: string
}

/** Every declared name must have its template: tsc names those that have none. */
function namesFile(names: readonly string[]): string {
  const found = names.map((name) => JSON.stringify(name)).join(' | ') || 'never'
  return `import type { Renderable } from '${TYPES}'
type Missing = Exclude<Renderable, ${found}>
export const withoutTemplate: { [K in Missing]: never } = {}
`
}

const FORBIDDEN: [RegExp, string][] = [
  [/\sstyle\s*=|<style/i, 'Styles belong in public/css: the content security policy forbids them here'],
  [/<script(?! src=)/i, 'Scripts belong in public/js: the content security policy forbids them here'],
  [/\son[a-z]+\s*=\s*["']/i, 'Event handlers belong in public/js: the content security policy forbids them here'],
]

/** What no type can say: nothing that the content security policy would refuse. */
function styleProblems(template: string, source: string): ViewProblem[] {
  return source.split('\n').flatMap((text, index) => {
    return FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, message]) => ({
      template,
      line: index + 1,
      message,
    }))
  })
}

type Sources = Map<string, { name: string; lines: string[] }>

/** Runs tsc once over everything and brings its complaints back to the templates. */
function compile(home: string, folder: string, files: Sources): ViewProblem[] {
  const tsc = join(home, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '--noEmit', '--pretty', 'false', '-p', join(folder, 'tsconfig.json')]
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const problems: ViewProblem[] = []
  for (const output of run.stdout.split('\n')) {
    const match = /^(?:.*\/)?([a-z]+\d*\.ts)\((\d+),\d+\): error TS\d+: (.*)$/.exec(output)
    const problem = match && !match[0].startsWith('..') ? toProblem(match, files) : null
    if (problem) problems.push(problem)
  }
  if (run.status !== 0 && !run.stdout.includes('error TS')) throw new Error(run.stderr || run.stdout)
  return problems
}

function toProblem([, file, at, message]: RegExpExecArray, files: Sources): ViewProblem | null {
  if (file === 'names.ts') return { template: 'views', line: 0, message: message! }
  const source = files.get(file!)
  if (!source) return null
  const line = Number(at)
  if (line <= 3) return { template: source.name, line: 0, message: 'No model is declared for this template' }
  return { template: source.name, line: lineOf(source.lines, line), message: message! }
}

/** The template's line: the last mark above the place that tsc names. */
function lineOf(lines: readonly string[], at: number): number {
  for (let index = at - 1; index >= 0; index -= 1) {
    const mark = /^\s*; __line = (\d+)$/.exec(lines[index]!)
    if (mark) return Number(mark[1])
  }
  return 1
}

if (/\bviews-check(\.js)?$/.test(process.argv[1] ?? '')) {
  const { checked, problems } = checkViews(root)
  for (const { template, line, message } of problems) {
    process.stdout.write(`views/${template}.ejs:${line} ${message}\n`)
  }
  process.stdout.write(
    problems.length ? `${problems.length} problems in the views\n` : `${checked} views, no problem\n`,
  )
  process.exitCode = problems.length ? 1 : 0
}
