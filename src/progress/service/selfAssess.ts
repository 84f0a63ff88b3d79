import { createRecord, dropDraft, type Made, madeEvents } from '../../evidence/index.ts'
import { compile, type FormDefinition, freeWords, type Values } from '../../forms/index.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Gone } from '../../kit/errors.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { signersOf } from '../../training/index.ts'
import { FIELDS, formOfKind, itemContext } from '../forms.ts'
import { itemName, type itemTitle, levelLabel } from '../levels.ts'
import { progressPolicy } from '../policy.ts'
import { findRated, selfDraftKey } from '../queries/curriculum.ts'
import type { Packed } from '../queries/portfolio.ts'
import { addJudgement, judgementEvent, levelIn, signOffNotice, textIn } from './judge.ts'

type Rated = Packed & { opened: { item: Parameters<typeof itemTitle>[0] } }

/** R108, R109: the trainee rates themselves against the levels, and says why the evidence suggests it. */
export const rateMyself = command({
  find: findRated,
  may: (actor, { portfolio, pack, opened }) =>
    progressPolicy.actions.rate(actor, { portfolio, pack, item: opened.item }),
  input: (found, ctx) => parser(found, ctx),
  free: (values, { pack }) => ({ texts: freeWords(selfForm(pack), values) }),
  run: (ctx, found, values: Values) => keep(ctx, found, values),
  audit: (made, { portfolio, opened }) => [
    ...madeEvents('record.submitted', made, { itemKey: opened.item.key }),
    judgementEvent('judgement.self', portfolio, opened.item, made.record.id),
  ],
})

function selfForm(pack: PublishedPack): FormDefinition {
  const form = formOfKind(pack, 'selfAssessment')
  if (!form) throw new Gone('Your programme has no self-assessment any more.')
  return form
}

function parser({ portfolio, pack, opened }: Rated, ctx: Ctx) {
  const context = itemContext(pack, opened.item.key, portfolio.stageKey, ctx.today, 'trainee')
  const form = compile(selfForm(pack), 'final', context)
  const least = pack.pack.pack.selfAssessment.minLength
  return {
    parse(body: Record<string, unknown>) {
      const outcome = form.parse(body)
      const why = textIn(outcome.values, FIELDS.why) ?? ''
      if (!outcome.ok || why.trim().length >= least) return outcome
      return {
        ok: false as const,
        values: outcome.values,
        problems: { [FIELDS.why]: `Say why in at least ${least} characters: what in the evidence shows it?` },
      }
    },
  }
}

async function keep(ctx: WriteCtx, { portfolio, pack, opened }: Rated, values: Values): Promise<Made> {
  const { item } = opened
  const level = levelIn(values, FIELDS.level)
  const made = await createRecord(ctx, {
    form: selfForm(pack),
    pack,
    enrolment: portfolio,
    authorId: ctx.actor.personId,
    status: 'submitted',
    values,
    title: `${itemName(item)}: ${level === null ? 'rated' : levelLabel(pack.pack, item, level)}`.slice(0, 160),
    context: itemContext(pack, item.key, portfolio.stageKey, ctx.today, 'trainee'),
  })
  await addJudgement(ctx, {
    recordId: made.record.id,
    portfolio,
    item,
    kind: 'self',
    level,
    comment: textIn(values, FIELDS.why),
  })
  await dropDraft(ctx, ctx.actor.personId, selfDraftKey(portfolio.id, item.key))
  await tellSigners(ctx, { portfolio, pack, opened }, made.record.id)
  return made
}

/** R136: what waits shows at once, item by item, instead of the day before the panel. */
async function tellSigners(ctx: WriteCtx, { portfolio, pack, opened }: Rated, recordId: string): Promise<void> {
  const signers = signersOf(portfolio, pack.pack)
  if (!opened.item.signOff) return
  // Of several kinds of signers the first whom the programme names are told: what waits for everybody waits for nobody.
  for (const { id, roleKey } of signers.filter(({ relation }) => relation === signers[0]?.relation)) {
    await ctx.services.notices.notify(ctx, {
      personId: id,
      roleKey,
      kind: signOffNotice.kind,
      text: `${portfolio.name} rated themselves on ${itemName(opened.item)}`,
      detail: signOffNotice.waiting,
      href: signOffNotice.href(portfolio.id, opened.item.key),
      subjectId: portfolio.personId,
      recordId,
    })
  }
}
