import { enterAbsence } from '../../training/absence/keep.ts'
import { sites } from '../cast.ts'
import { later, type Teller, type Year } from './teller.ts'

type Day = Year['from']

/** Days away, in whole working days, as the trainee enters them (B8). */
export function away(teller: Teller, kind: string, from: Day, days: number): void {
  // A Monday, so that every one of them is a working day.
  const monday = from.add({ days: (8 - from.dayOfWeek) % 7 })
  const { portfolio, trainee } = teller
  later(teller, monday.add({ days }), async (at) => {
    const body = { kind, from: monday.toString(), last: monday.add({ days: days - 1 }).toString(), days: '' }
    const address = { params: { enrolmentId: trainee.enrolmentId } }
    await portfolio.acting.act(enterAbsence, portfolio.owner, at, body, address)
  })
}

const placeOf = (index: number) => ({ site: sites[index]?.name ?? '', location: sites[index]?.town ?? '' })

const none = { parental: 0, careerBreak: 0, paidLeave: 0, unauthorised: 0, otherLeave: 0 }

/** Form R for the review at the end of a year, submitted some weeks before. */
export function formR(teller: Teller, form: string, year: Year, sickness: number): void {
  const { trainee, world, pack } = teller
  const on = year.to.subtract({ days: 50 })
  const posts = trainee.posts
    .filter(({ from }) => from.until(on).sign >= 0)
    .map(({ siteId, title, from, until }) => ({
      ...{ type: 'training', role: title, ...placeOf(world.siteIds.indexOf(siteId)) },
      from: from.toString(),
      to: (until.until(on).sign > 0 ? until.subtract({ days: 1 }) : on).toString(),
    }))
  later(teller, on, async (at) => {
    await teller.portfolio.enter(form, at, {
      ...{ declaredOn: on.toString(), name: 'Amara Okafor', registration: 'GMC 7012345' },
      ...{
        email: 'amara@demo.attest.example',
        phone: '07700 900123',
        qualification: 'MBBS',
        qualifiedOn: '2021-07-09',
      },
      ...{ school: 'University of Northport', route: 'cct', specialty: pack.pack.pack.title },
      ...{ college: pack.pack.pack.college.title, startedOn: trainee.startsOn.toString(), grade: year.stageKey },
      ...{ membership: 'substantive', wte: trainee.ftePercent, body: 'North East region', posts },
      ...{ covered: { from: trainee.startsOn.toString(), to: on.toString() }, ...none, sickness, tootTotal: sickness },
      ...{ honesty: true, healthDeclared: true, conditions: false, consent: true },
    })
  })
}
