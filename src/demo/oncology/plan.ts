import type { CoursePlan } from '../region/plan.ts'
import { tellOncology } from './story.ts'

/** The demo's programme in Radiation Oncology, in the same network as radiology: twelve colleagues, eight trainees. */
export const oncology: CoursePlan = {
  pack: 'radiation-oncology/2022.1',
  name: 'Radiation Oncology, Southern Rivers',
  accredited: 'Phases 1 and 2',
  posts: ({ months }, half) => ({ title: half * 6 > 48 || months > 54 ? 'Senior registrar' : 'Registrar' }),
  tell: tellOncology,
  staff: [
    {
      name: 'Dr Alastair Munro',
      grade: 'consultant',
      specialty: null,
      roles: [{ role: 'networkDirector', at: 'network' }],
    },
    {
      // The same person who looks after radiology: one account, two roles. Her own line stands there.
      name: 'Ms Nina Cole',
      account: 'nina',
      grade: 'other',
      specialty: null,
      roles: [{ role: 'supportOfficer', at: 'network' }],
    },
    director('Dr Priscilla Okoro', 'Breast', 0),
    director('Dr Stefan Lindgren', 'Head and neck', 1),
    director('Dr Ines Falkner', 'Haematology', 2),
    director('Dr Talia Rosenberg', 'Gynaecological', 3),
    supervisor('Dr Hamish Lau', 'Lung', 0),
    supervisor('Dr Vera Antonova', 'Central nervous system', 0),
    supervisor('Dr Josephine Quill', 'Genitourinary', 1),
    supervisor('Dr Gwen Abara', 'Paediatric', 2),
    supervisor('Dr Rafael Ortega', 'Palliative', 3),
    { name: 'Ms Tess Halloran', grade: 'radiation-therapist', specialty: 'Planning' },
    { name: 'Dr Ewan Sharpe', grade: 'medical-physicist', specialty: 'Dosimetry' },
    { name: 'Ms Ngaire Tipene', grade: 'nurse', specialty: 'Head and neck' },
  ],
  learners: [
    {
      name: 'Dr Leila Haddad',
      account: 'leila',
      about: 'Radiation oncology trainee, Phase 2',
      months: 38,
      site: 0,
      pace: 2.2,
    },
    { name: 'Dr Tom Wirihana', months: 9, site: 0, pace: 0.9 },
    { name: 'Dr Sadia Rehman', months: 19, site: 0, pace: 0.8 },
    { name: 'Dr Callan Brophy', months: 30, site: 1, pace: 0.4 },
    { name: 'Dr Mirela Pop', months: 52, site: 0, pace: 1.2 },
    { name: 'Dr Jun Takeda', months: 14, site: 1, pace: 0.7, fte: 60 },
    { name: 'Dr Olive Carmody', months: 44, site: 3, pace: 0.8 },
    { name: 'Dr Wiremu Hale', months: 1, site: 0, pace: 0 },
  ],
}

function director(name: string, specialty: string, site: number): CoursePlan['staff'][number] {
  return { name, grade: 'consultant', specialty, site, roles: [{ role: 'siteDirector', at: 'site', site }] }
}

function supervisor(name: string, specialty: string, site: number): CoursePlan['staff'][number] {
  return { name, grade: 'consultant', specialty, site, roles: [{ role: 'clinicalSupervisor', at: 'site', site }] }
}
