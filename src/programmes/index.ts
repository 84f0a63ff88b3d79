export type { ApplicationKind } from './applications.ts'
export type { CurriculumNode, Expectation, Procedure, Scale } from './curriculum.ts'
export { followsPortfolio, hasSupervisors, PackLibrary, type PublishedPack, published, sightIn } from './library.ts'
export {
  type AdmissionCalendar,
  admissionIn,
  casesOf,
  evidenceTargetOf,
  expectationOf,
  expectedLevel,
  formOf,
  isThere,
  itemOf,
  itemsOf,
  nodesOf,
  type Pack,
  postsIn,
  readyLevel,
  scaleOf,
  selectItems,
  unplacedIn,
} from './pack.ts'
export { PackChanged, packHash, publishPack } from './publish.ts'
export type { Requirement, RequirementKind, RequirementOf, RuleSource } from './requirements.ts'
export { enterers, type RightsSection, rightsRow, rightsSection } from './rights.ts'
export { COMMENT_FIGURES, RATER_GRADE, type RoundKind, type SiteRatings } from './rounds.ts'
export { programmesRoom } from './routes.ts'
export { sweepUploads } from './service.ts'
export {
  approverWords,
  commonRoleWords,
  illustrative,
  roleLabel,
  roleWords,
  severityWords,
  sourceWords,
  withinSentence,
} from './words.ts'
export { FIGURE_SOURCES, formWorld, ITEM_SCALE } from './world.ts'
