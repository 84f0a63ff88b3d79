export { type Accreditation, accreditationOf, accreditationsOf } from './accreditation.ts'
