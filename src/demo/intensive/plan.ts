import type { CoursePlan, LearnerPlan } from '../region/plan.ts'
import { tellIntensive } from './story.ts'

type PostKind = ReturnType<CoursePlan['posts']>

const general: PostKind = { title: 'Intensive care', specialty: 'intensive-care' }

/** The half years of the three stages, in one possible order. */
const rotation: PostKind[] = [
  general,
  { title: 'Anaesthesia', specialty: 'anaesthesia' },
  { title: 'Anaesthesia', specialty: 'anaesthesia' },
  { title: 'Acute medicine', specialty: 'acute-medicine' },
  { title: 'Acute medicine', specialty: 'acute-medicine' },
  { title: 'Emergency medicine', specialty: 'emergency-medicine' },
  general,
  general,
  { title: 'Neuro-intensive care', specialty: 'neuro-intensive-care' },
  { title: 'Cardiothoracic intensive care', specialty: 'cardiothoracic-intensive-care' },
  { title: 'Special skills year: echocardiography', specialty: 'special-skills' },
  { title: 'Special skills year: echocardiography', specialty: 'special-skills' },
  general,
  general,
]

/** The demo's programme in Intensive Care Medicine: three hospitals, eleven colleagues, ten trainees, two of them under the old curriculum. */
export const intensive: CoursePlan = {
  pack: 'intensive-care/2021.1',
  older: 'intensive-care/2010.1',
  name: 'Intensive Care Medicine, North East',
  accredited: 'Stages 1 to 3',
  posts: (_learner: LearnerPlan, half: number) => rotation[half % rotation.length]!,
  tell: tellIntensive,
  staff: [
    {
      name: 'Dr Farah Aziz',
      account: 'farah',
      about: 'Faculty tutor at Northport Heart Centre; educational supervisor',
      grade: 'consultant',
      specialty: 'Intensive care medicine',
      site: 0,
      educational: true,
      roles: [{ role: 'collegeTutor', at: 'site', site: 0 }],
    },
    tutor('Dr Benedict Amos', 1),
    tutor('Dr Siobhan Keane', 2),
    consultant('Dr Marguerite Hall', 0),
    consultant('Dr Vikram Shetty', 0),
    { ...consultant('Dr Ffion Prosser', 1), educational: true },
    consultant('Dr Ola Bergstrom', 1),
    { ...consultant('Dr Judith Naylor', 2), educational: true },
    consultant('Dr Emeka Obi', 2),
    {
      name: 'Dr Rowan Hartley',
      grade: 'consultant',
      specialty: null,
      roles: [{ role: 'director', at: 'programme' }],
    },
    {
      name: 'Dr Celia Frome',
      grade: 'consultant',
      specialty: null,
      roles: [{ role: 'regionalAdvisor', at: 'network' }],
    },
    {
      name: 'Ms Gail Turner',
      account: 'gail',
      about: 'Programme coordinator',
      grade: 'other',
      specialty: null,
      roles: [{ role: 'coordinator', at: 'programme' }],
    },
    {
      name: 'Mr Ivor Pask',
      account: 'ivor',
      about: 'College administrator: both versions of the curriculum',
      grade: 'other',
      specialty: null,
      roles: [{ role: 'collegeAdmin', at: 'college' }],
    },
  ],
  learners: [
    {
      name: 'Dr Mei Tan',
      account: 'mei',
      about: 'Intensive care trainee, Stage 2; dual training with medicine',
      months: 55,
      site: 0,
      pace: 2.2,
      exitRoute: 'dual-medicine',
      dual: true,
    },
    { name: 'Dr Jack Holloway', months: 9, site: 0, pace: 0.9 },
    { name: 'Dr Amina Yusuf', months: 21, site: 0, pace: 0.7 },
    { name: 'Dr Rhys Maddox', months: 33, site: 1, pace: 0.3 },
    { name: 'Dr Clara Voss', months: 45, site: 0, pace: 1 },
    { name: 'Dr Sunil Mehra', months: 67, site: 1, pace: 0.8, exitRoute: 'dual-anaesthesia' },
    { name: 'Dr Hettie Browne', months: 81, site: 0, pace: 1.2 },
    { name: 'Dr Pascal Duarte', months: 1, site: 2, pace: 0 },
    { name: 'Dr Ursula Kemp', months: 80, site: 2, pace: 0.9, older: true },
    { name: 'Dr Martin Oduya', months: 70, site: 0, pace: 0.6, older: true, fte: 80 },
  ],
}

function consultant(name: string, site: number): CoursePlan['staff'][number] {
  return { name, grade: 'consultant', specialty: 'Intensive care medicine', site }
}

function tutor(name: string, site: number): CoursePlan['staff'][number] {
  return { ...consultant(name, site), roles: [{ role: 'collegeTutor', at: 'site', site }] }
}
