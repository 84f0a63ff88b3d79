import { isId } from '../kit/ids.ts'
import { open } from '../kit/scope.ts'
import { letterOf } from './letter.ts'
import { mayReadMailbox } from './policy.ts'

const pageSize = 50

/** The mails of a demo, newest first. */
export const findMailbox = open(
  'a demo shows its own mails, so that links can be tried without a mail server',
  async (ctx) => {
    if (!mayReadMailbox(ctx.actor, ctx.config)) return null
    const before = isId(ctx.query.before) ? ctx.query.before : null
    const rows = await ctx.db.mail.findMany({
      where: before ? { id: { lt: before } } : {},
      orderBy: { id: 'desc' },
      take: pageSize + 1,
      select: { id: true, toAddress: true, subject: true, state: true, createdAt: true },
    })
    return { mails: rows.slice(0, pageSize), more: rows.length > pageSize, first: before === null }
  },
)

/** One mail with its link, as its reader gets it. */
export const findMail = open(
  'a demo shows its own mails, so that links can be tried without a mail server',
  async (ctx) => {
    const { id } = ctx.params
    if (!mayReadMailbox(ctx.actor, ctx.config) || !isId(id)) return null
    const mail = await ctx.db.mail.findUnique({ where: { id } })
    return mail ? { mail, letter: letterOf(mail, ctx.config), from: ctx.config.mailFrom } : null
  },
)
