import type { CoursePlan } from '../region/plan.ts'
import { tellRadiology } from './story.ts'

/** The demo's programme in Clinical Radiology: four hospitals, eleven colleagues, ten trainees. */
export const radiology: CoursePlan = {
  pack: 'clinical-radiology/2022.1',
  name: 'Clinical Radiology, Southern Rivers',
  accredited: 'Phases 1 to 3',
  posts: ({ months }, half) => ({ title: half * 6 > 48 || months > 54 ? 'Senior registrar' : 'Registrar' }),
  tell: tellRadiology,
  staff: [
    {
      name: 'Dr Grace Wu',
      account: 'grace',
      about: 'Director of Training at Bayside Hospital',
      grade: 'consultant',
      specialty: 'Abdominal radiology',
      site: 0,
      roles: [{ role: 'siteDirector', at: 'site', site: 0 }],
    },
    {
      name: 'Dr Hugo Bell',
      account: 'hugo',
      about: 'Network Training Director',
      grade: 'consultant',
      specialty: null,
      roles: [{ role: 'networkDirector', at: 'network' }],
    },
    {
      name: 'Ms Nina Cole',
      account: 'nina',
      about: 'Education Support Officer, both programmes of the network',
      grade: 'other',
      specialty: null,
      roles: [{ role: 'supportOfficer', at: 'network' }],
    },
    {
      name: 'Dr Victor Hale',
      account: 'victor',
      about: 'Clinical supervisor: sees only what is sent to him',
      grade: 'consultant',
      specialty: 'Chest radiology',
      site: 0,
      roles: [{ role: 'clinicalSupervisor', at: 'site', site: 0 }],
    },
    {
      name: 'Ms Wendy Moore',
      account: 'wendy',
      about: 'College administrator, both programmes',
      grade: 'other',
      specialty: null,
      roles: [{ role: 'collegeAdmin', at: 'college' }],
    },
    {
      name: 'Dr Petra Novotny',
      account: 'petra',
      about: 'Local Governance Committee: reads what applications rest on',
      grade: 'consultant',
      specialty: null,
      roles: [{ role: 'localCommittee', at: 'network' }],
    },
    director('Dr Ruben Castellan', 'Neuroradiology', 1),
    director('Dr Mereana Parata', 'Paediatric radiology', 2),
    director('Dr Simon Thwaites', 'Interventional radiology', 3),
    supervisor('Dr Anika Prasad', 'Musculoskeletal radiology', 0),
    supervisor('Dr Louis Fontaine', 'Interventional radiology', 0),
    supervisor('Dr Yuki Tanabe', 'Breast imaging', 1),
    supervisor('Dr Colm Heaney', 'Emergency radiology', 2),
    supervisor('Dr Bronwyn Ellery', 'Nuclear medicine', 3),
    { name: 'Mr Dev Raman', grade: 'radiographer', specialty: 'CT', site: 0 },
  ],
  learners: [
    {
      name: 'Dr Oscar Lindqvist',
      account: 'oscar',
      about: 'Radiology trainee, Phase 1',
      months: 10,
      site: 0,
      pace: 2.4,
    },
    { name: 'Dr Mia Tane', months: 22, site: 0, pace: 0.9 },
    { name: 'Dr Leo Hart', months: 4, site: 0, pace: 0.8 },
    { name: 'Dr Freya Nilsen', months: 31, site: 0, pace: 1.1 },
    { name: 'Dr Arun Bose', months: 38, site: 1, pace: 0.5, fte: 80 },
    { name: 'Dr Kiri Walker', months: 9, site: 1, pace: 0.3 },
    { name: 'Dr Bruno Sacchi', months: 45, site: 2, pace: 0.8 },
    { name: 'Dr Noor Rahimi', months: 57, site: 0, pace: 1 },
    { name: 'Dr Daniel Ip', months: 16, site: 3, pace: 0.7 },
    { name: 'Dr Esther Coombs', months: 1, site: 2, pace: 0 },
  ],
}

function director(name: string, specialty: string, site: number): CoursePlan['staff'][number] {
  return { name, grade: 'consultant', specialty, site, roles: [{ role: 'siteDirector', at: 'site', site }] }
}

function supervisor(name: string, specialty: string, site: number): CoursePlan['staff'][number] {
  return { name, grade: 'consultant', specialty, site, roles: [{ role: 'clinicalSupervisor', at: 'site', site }] }
}
