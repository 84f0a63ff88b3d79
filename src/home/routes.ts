import { room } from '../kit/http.ts'
import type { Finder } from '../kit/scope.ts'
import { createPage, findCreating } from './create.ts'
import { findOfficeHome } from './office.ts'
import type { OfficeHomeFound } from './officeTodo.ts'
import { officeHomePage, officeTodoPage } from './officeViews.ts'
import { findOverview } from './portfolio.ts'
import { portfolioPage } from './portfolioViews.ts'
import { findStaffHome } from './supervisor.ts'
import { type StaffHomeFound, staffHomePage, staffTodoPage } from './supervisorViews.ts'
import { findTraineeHome, type TraineeHome } from './trainee.ts'
import { traineeHomePage, traineeTodoPage } from './traineeViews.ts'

type Home = { trainee: TraineeHome } | { office: OfficeHomeFound } | { staff: StaffHomeFound }

/** Each role's own home; all finders are scoped, this one only chooses between them. */
const findHome = (async (ctx) => {
  if (ctx.actor.relation === 'trainee') {
    const trainee = await findTraineeHome(ctx)
    return trainee && { trainee }
  }
  const lists = await findStaffHome(ctx)
  if (!lists) return null
  const office = ctx.actor.reach.by === 'programmes' ? await findOfficeHome(ctx) : null
  const ids = new Set(
    [...lists.assess, ...lists.signOff, ...lists.confirm, ...lists.trainees, ...(office?.confirm ?? [])].map(
      (row) => row.packVersionId,
    ),
  )
  const packs = await Promise.all([...ids].map(async (id) => [id, await ctx.services.packs.get(id)] as const))
  const byId = new Map(packs)
  const { relation } = ctx.actor
  const signOff = lists.signOff.filter((row) =>
    byId.get(row.packVersionId)?.pack.pack.signOffBy.some((signer) => signer === relation),
  )
  const staff = { ...lists, signOff, packs: byId }
  return office ? { office: { ...staff, office } } : { staff }
}) as Finder<Home>

export const homeRoom = room(({ page }) => {
  page('/', findHome, (home, shown) => {
    if ('trainee' in home) return traineeHomePage(home.trainee, shown)
    return 'office' in home ? officeHomePage(home.office, shown) : staffHomePage(home.staff, shown)
  })
  page('/todo', findHome, (home, shown) => {
    if ('trainee' in home) return traineeTodoPage(home.trainee, shown)
    return 'office' in home ? officeTodoPage(home.office, shown) : staffTodoPage(home.staff, shown)
  })
  page('/create', findCreating, createPage)
  page('/portfolios/:enrolmentId', findOverview, portfolioPage, {
    viewed: ({ portfolio }) => ({ subjectId: portfolio.personId, enrolmentId: portfolio.id, what: 'overview' }),
  })
})
