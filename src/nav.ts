import type { NavItem } from './kit/shell.ts'
import { logSections } from './logs/index.ts'
import { type Actor, hasTrainees } from './policy/index.ts'
import type { PublishedPack } from './programmes/index.ts'

interface Tab {
  label: string
  href: string
  children?: { label: string; href: string }[]
}

const applications = { label: 'Applications', href: '/applications' }
const ratings = { label: 'Ratings of hospitals', href: '/site-ratings' }

function traineeTabs(enrolmentId: string, pack: PublishedPack | null): Tab[] {
  const own = `/portfolios/${enrolmentId}`
  const logs = pack ? logSections(pack) : []
  return [
    { label: 'Home', href: '/' },
    { label: 'Curriculum', href: `${own}/curriculum` },
    {
      label: 'Assessments',
      href: '/assessments',
      children: [
        { label: 'My requests', href: '/assessments' },
        { label: 'Ask for an assessment', href: '/assessments/new' },
        { label: 'Rounds of feedback', href: '/rounds' },
        ...(pack?.pack.rounds?.sites ? [ratings] : []),
        { label: 'Appraisals', href: `${own}/appraisals` },
      ],
    },
    {
      label: 'Record',
      href: `${own}/timeline`,
      children: [
        { label: 'Timeline', href: `${own}/timeline` },
        ...logs.map(({ key, title }) => ({ label: title, href: `${own}/logs/${key}` })),
        { label: 'Reflections', href: '/reflections' },
        { label: 'Library', href: `${own}/library` },
        { label: 'Certificates and exams', href: `${own}/certificates` },
        ...(pack?.pack.applications ? [applications] : []),
      ],
    },
    { label: 'Progress', href: `${own}/progress` },
  ]
}

const home: Tab = { label: 'Home', href: '/' }
const trainees: Tab = { label: 'Trainees', href: '/trainees' }
const boards = [
  { label: 'Programme board', href: '/trainees' },
  { label: 'Gaps ahead', href: '/trainees/gaps' },
  { label: 'Supervisors', href: '/trainees/supervisors' },
  applications,
]
/** For those who look after whole programmes, and those who move trainees in them as well. */
const overseen: Tab = { ...trainees, children: boards }
const movable: Tab = {
  ...trainees,
  children: [
    ...boards,
    { label: 'Changeover by sheet', href: '/changeovers' },
    { label: 'Invitations', href: '/admissions' },
  ],
}
/** For those who decide at one hospital. */
const deciding: Tab = { ...trainees, children: [{ label: 'Trainees', href: '/trainees' }, applications] }
const sites: Tab = { label: 'Sites', href: '/sites' }
const people: Tab = { label: 'People', href: '/people' }
const programmes: Tab = {
  label: 'Programmes',
  href: '/programmes',
  children: [{ label: 'Packs', href: '/programmes' }, ratings],
}
const requests: Tab = {
  label: 'Requests',
  href: '/assess',
  children: [
    { label: 'Assessments asked of you', href: '/assess' },
    { label: 'Feedback asked of you', href: '/rounds/asked' },
    { label: 'Rounds to release', href: '/rounds' },
    ratings,
  ],
}

const signatures: Tab = {
  label: 'Signatures',
  href: '/integrity',
  children: [
    { label: 'Disputes', href: '/integrity' },
    { label: 'Checks of signatures', href: '/integrity/checks' },
    { label: 'Corrections', href: '/corrections' },
  ],
}

/** Those who look after trainees and assess; officers do not assess, and assessors have no trainees. */
function staffTabs(actor: Actor): Tab[] {
  const { relation } = actor
  const signed: Tab = { label: 'Signatures', href: '/integrity' }
  if (relation === 'coordinator') return [home, movable, sites, signed]
  if (relation === 'supportOfficer') return [home, overseen, sites]
  if (relation === 'localCommittee' || relation === 'networkCommittee') return [home, trainees]
  if (relation === 'director') return [home, movable, sites, requests, signed]
  if (relation === 'networkDirector') return [home, overseen, sites, requests, signed]
  if (relation === 'collegeAdmin') return [home, overseen, sites, people, programmes, signatures]
  if (relation === 'siteDirector') return [home, deciding, sites, requests]
  return relation !== 'none' && hasTrainees(actor) ? [home, trainees, sites, requests] : [home, requests]
}

/** Which tabs an actor sees, and which of them the path lies under. `pack` is the acting trainee's own. */
export function navFor(actor: Actor, path: string, pack: PublishedPack | null): NavItem[] {
  const tabs = actor.own ? traineeTabs(actor.own.enrolmentId, pack) : staffTabs(actor)
  const clean = path.split('?')[0]!
  const within = (href: string) => (href === '/' ? clean === '/' : clean === href || clean.startsWith(`${href}/`))
  return tabs.map((tab) => ({
    label: tab.label,
    href: tab.href,
    current: within(tab.href) || (tab.children ?? []).some((child) => within(child.href)),
    ...(tab.children ? { children: tab.children.map((child) => ({ ...child, lock: null })) } : {}),
  }))
}
