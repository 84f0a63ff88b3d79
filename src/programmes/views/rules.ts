import type { Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { list } from '../../kit/ui.ts'
import { formOf, type Pack } from '../pack.ts'
import type { VersionFound } from '../queries.ts'
import type { Requirement } from '../requirements.ts'
import { severityWords, sourceWords } from '../words.ts'
import { frameOf, type VersionFrame } from './frame.ts'
import { ruleWords } from './ruleWords.ts'

interface RulesPage {
  title: string
  frame: VersionFrame
  groups: {
    id: string
    title: string
    rules: {
      id: string
      title: string
      tags: Tag[]
      text: string
      note: string | null
      facts: { label: string; value: string }[]
      source: string
    }[]
  }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/rules': RulesPage
  }
}

const scopes: Record<Requirement['scope'], string> = {
  trainingYear: 'each training year',
  stage: 'each stage',
  programme: 'the whole programme',
  placement: 'each post',
  window: 'a window of time',
  date: 'by a day',
}
const shares: Record<Requirement['proRata'], string> = {
  none: 'the same for everybody',
  calendar: 'less for less calendar time',
  accredited: 'less for less accredited time',
}

/** What is asked of trainees, in words. */
export function rulesPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'rules')
  return view(
    'programmes/rules',
    {
      title: frame.head.title,
      frame,
      groups: pack.requirements.groups.map(({ key, title }) => ({
        id: `rules-${key}`,
        title,
        rules: pack.requirements.rules.filter(({ group }) => group === key).map((rule) => lineOf(pack, rule)),
      })),
    },
    { title: `Requirements, ${frame.head.title}` },
  )
}

function lineOf(pack: Pack, rule: Requirement): RulesPage['groups'][number]['rules'][number] {
  const stage = (key: string) => pack.pack.stages.find((one) => one.key === key)?.title ?? key
  const facts: [string, string | null][] = [
    ['Asks', ruleWords(pack, rule)],
    ['Counts', 'from' in rule ? list(formsOf(pack, rule)) : null],
    ['Over', scopes[rule.scope]],
    ['In', rule.stages ? list(rule.stages.map(stage)) : null],
    ['By the end of', rule.byEndOf ? stage(rule.byEndOf) : null],
    ['Part-time', shares[rule.proRata]],
    ['May be waived by', rule.waivable ? list(rule.waivable.map((who) => roleOf(pack, who))) : null],
  ]
  return {
    id: rule.id,
    title: rule.title,
    tags: [{ words: severityWords[rule.severity], tone: rule.severity === 'gate' ? 'accent' : 'plain' }],
    text: rule.text,
    note: rule.note ?? null,
    facts: facts.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
    source: sourceWords(pack, rule),
  }
}

function formsOf(pack: Pack, rule: Extract<Requirement, { from: unknown }>): string[] {
  const keys = new Set(rule.from.flatMap(({ forms }) => forms))
  const awaited = (key: string) => pack.pack.awaitedForms.find((form) => form.key === key)?.title
  return [...keys].map((key) => formOf(pack, key)?.title ?? awaited(key) ?? key)
}

const roleOf = (pack: Pack, who: string) =>
  who === 'panel' ? 'the panel' : (pack.pack.roles.find(({ relation }) => relation === who)?.label ?? who)
