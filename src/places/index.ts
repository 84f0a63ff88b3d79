export { type Accreditation, accreditationOf, accreditationsOf } from './accreditation.ts'
export { type Load, loadOf, type Stay } from './load.ts'
export { placesRoom } from './routes.ts'
