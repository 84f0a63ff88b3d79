export { findOwnPortfolio, findPortfolio, portfolioOf } from './find.ts'
export { portfolioPolicy } from './policy.ts'
export { type PortfolioBase, portfolioHead, type SupervisorNow } from './queries.ts'
export { type ChangedSupervision, changeSupervisor, type SupervisorChange } from './service.ts'
