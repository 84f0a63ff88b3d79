import { linkTokens, newLink, normaliseEmail, splitName } from './identity/index.ts'
import { toJsDate } from './kit/clock.ts'
import { writeAudit } from './kit/command.ts'
import type { Ctx, Db, WriteCtx } from './kit/context.ts'
import { newId } from './kit/ids.ts'
import { dbDate } from './kit/periods.ts'
import { type Pack, publishPack } from './programmes/index.ts'

/** What an installation begins with: one programme of one college in one region, and who looks after it. */
export interface Installation {
  pack: Pack
  network: string
  /** As people read it: "Internal Medicine, North East". */
  programme: string
  sites: readonly string[]
  administrator: { name: string; email: string }
}

export interface Installed {
  packVersionId: string
  programmeId: string
  /** The address at which the administrator chooses a password; null for somebody who has an account already. */
  invitation: string | null
}

/**
 * Publishes a pack and makes what a real installation needs before anybody can sign in: college, region, hospitals,
 * programme, and the first college administrator, who invites everybody else. What is there already stays as it is, so
 * a second programme or hospital is added by calling it again.
 * @throws PackChanged when the pack's version was published with other content
 */
export async function install(ctx: Ctx, plan: Installation): Promise<Installed> {
  return (ctx.db as Db).$transaction(
    async (tx) => {
      const inside: WriteCtx = { ...ctx, db: tx }
      const packVersionId = await publishPack(tx, plan.pack, toJsDate(ctx.now))
      const { collegeId, programmeId } = await places(inside, plan)
      const invitation = await administrator(inside, plan.administrator, collegeId)
      await writeAudit(inside, [
        { type: 'installation.extended', data: { packKey: plan.pack.pack.key, programmeId, collegeId } },
      ])
      return { packVersionId, programmeId, invitation }
    },
    { timeout: 60_000 },
  )
}

async function places({ db }: WriteCtx, { pack, network, programme, sites }: Installation) {
  const { key, title } = pack.pack.college
  const college = await db.college.upsert({
    where: { key },
    update: {},
    create: { id: newId(), key, name: title, short: key.toUpperCase() },
  })
  const collegeId = college.id
  const region = await db.network.upsert({
    where: { collegeId_name: { collegeId, name: network } },
    update: {},
    create: { id: newId(), collegeId, name: network },
  })
  for (const name of sites) {
    await db.site.upsert({
      where: { networkId_name: { networkId: region.id, name } },
      update: {},
      create: { id: newId(), networkId: region.id, name },
    })
  }
  const { key: packKey, timeZone } = pack.pack
  const made = await db.programme.upsert({
    where: { collegeId_name: { collegeId, name: programme } },
    update: {},
    create: { id: newId(), packKey, collegeId, networkId: region.id, name: programme, timeZone },
  })
  return { collegeId, programmeId: made.id }
}

async function administrator(ctx: WriteCtx, who: Installation['administrator'], collegeId: string) {
  const normalised = normaliseEmail(who.email)
  const known = await ctx.db.identifier.findUnique({
    where: { kind_normalised: { kind: 'email', normalised } },
    select: { person: { select: { id: true, account: { select: { state: true } } } } },
  })
  const personId = known?.person.id ?? (await newPerson(ctx, who, normalised))
  const role = { personId, role: 'collegeAdmin', scopeKind: 'college', scopeId: collegeId }
  if ((await ctx.db.grant.count({ where: role })) === 0)
    await ctx.db.grant.create({ data: { id: newId(), ...role, from: dbDate(ctx.today) } })
  if (known?.person.account?.state === 'active') return null
  if (known && !known.person.account) await ctx.db.account.create({ data: { personId, state: 'invited' } })
  const { id, generation } = await newLink(ctx, 'invitation', personId, { email: normalised, collegeId })
  const token = linkTokens.sign(ctx.config.sessionSecret, { purpose: 'invitation', id, generation })
  return `${ctx.config.publicUrl}/invitation/${token}`
}

async function newPerson(ctx: WriteCtx, { name, email }: Installation['administrator'], normalised: string) {
  const id = newId()
  await ctx.db.person.create({
    data: {
      id,
      ...splitName(name),
      identifiers: { create: [{ id: newId(), kind: 'email', value: email, normalised, primary: true }] },
      account: { create: { state: 'invited' } },
    },
  })
  return id
}
