/** Why something is not allowed, in words that any page can print (D1). */
export interface Refusal {
  /** Stable id of the rule that refuses, e.g. 'signoff.needs-self-assessment'. */
  rule: string
  /** One sentence to the person refused. */
  reason: string
  /** Who can do it, in words: 'your educational supervisor'. Null where nobody can. */
  whoCan: string | null
  /** The one button that mends it. */
  remedy?: { label: string; href: string }
}

/** The answer of an action's rule: yes, or a refusal that explains itself. */
export type Decision = true | Refusal

/** Builds a refusal. */
export function refuse(
  rule: string,
  reason: string,
  whoCan: string | null = null,
  remedy?: Refusal['remedy'],
): Refusal {
  return { rule, reason, whoCan, ...(remedy ? { remedy } : {}) }
}

/** The first refusal among several decisions, or yes. */
export function all(...decisions: Decision[]): Decision {
  return decisions.find((decision) => decision !== true) ?? true
}

/** Whether a decision is a refusal. */
export function isRefusal(decision: Decision): decision is Refusal {
  return decision !== true
}
