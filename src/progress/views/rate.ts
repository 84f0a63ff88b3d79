import { type DraftState, draftState, typedIn } from '../../evidence/index.ts'
import { compile, type Values } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Shown } from '../../kit/http.ts'
import type { GuardBox, LevelChoice, RecordCard } from '../../kit/partials.ts'
import { FIELDS, formOfKind, input, itemContext } from '../forms.ts'
import { itemName, levelWords } from '../levels.ts'
import { type CurriculumFound, type Opened, selfDraftKey } from '../queries/curriculum.ts'
import { latestOf } from '../queries/judgements.ts'
import { cardOf } from './evidence.ts'
import { levelCards } from './item.ts'
import { url } from './words.ts'

/** The self-assessment of one item, opened in place: levels, why, and the evidence beside it (R108, R109). */
export interface RateForm {
  action: string
  draft: DraftState
  choice: LevelChoice
  why: { name: string; label: string; help: string; value: string; max: number; problem: string | null }
  evidence: RecordCard[]
  link: string
  declaration: { name: string; text: string } | null
  last: string | null
  guard: GuardBox | null
}

export function rateForm(found: CurriculumFound, opened: Opened, shown: Shown): RateForm {
  const { portfolio, pack, judgements } = found
  const { item } = opened
  const form = formOfKind(pack, 'selfAssessment')
  const field = form?.sections.flatMap(({ fields }) => fields).find(({ key }) => key === FIELDS.why)
  const values = valuesOf(found, opened, shown)
  const last = latestOf(judgements, item.key, 'self')
  return {
    action: url.rate(portfolio.id, item.key),
    draft: draftState(shown.ctx, opened.draft, {
      key: selfDraftKey(portfolio.id, item.key),
      label: `Self-assessment of ${itemName(item)}`,
      href: url.open(portfolio.id, item.key, 'rate'),
    }),
    choice: {
      name: input(FIELDS.level),
      legend: 'Which level fits you now?',
      options: levelCards(found, item),
      chosen: values[FIELDS.level] === undefined ? null : String(values[FIELDS.level]),
      problem: shown.problems[FIELDS.level] ?? null,
    },
    why: {
      name: input(FIELDS.why),
      label: field && 'label' in field && field.label ? field.label : 'Why?',
      help: field && 'help' in field && field.help ? field.help : 'Say what in the evidence shows it.',
      value: String(values[FIELDS.why] ?? ''),
      max: field?.type === 'longText' ? (field.max ?? 4000) : 4000,
      problem: shown.problems[FIELDS.why] ?? null,
    },
    guard: guardBox(shown),
    evidence: opened.evidence.map((piece) => cardOf(shown.actor, piece)),
    link: url.linkTo(portfolio.id, item.key),
    declaration: form ? { name: input(form.declaration.key), text: form.declaration.text } : null,
    last: last?.level == null ? null : `You last said: ${levelWords(pack.pack, item, last.level)}.`,
  }
}

/** What stands in the form: what was typed just now, else the draft. */
function valuesOf({ portfolio, pack }: CurriculumFound, opened: Opened, { ctx, typed }: Shown): Values {
  const form = formOfKind(pack, 'selfAssessment')
  const body = typed ?? typedIn(opened.draft)
  if (!form || !body) return {}
  const context = itemContext(pack, opened.item.key, portfolio.stageKey, ctx.today, 'trainee')
  return compile(form, 'draft', context).read(body)
}
