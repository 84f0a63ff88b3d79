const suffixes = [
  'nhs.net',
  'nhs.uk',
  'nhs.scot',
  'hscni.net',
  'hse.ie',
  'health.nz',
  'health.govt.nz',
  'govt.nz',
  'health.gov.au',
  'health.nsw.gov.au',
  'health.qld.gov.au',
  'health.wa.gov.au',
  'sa.gov.au',
  'dhb.nz',
]

/** Whether an address looks like one that a hospital gives and takes away again (R26). */
export function looksLikeWorkplace(email: string): boolean {
  const domain = email.toLowerCase().split('@').at(-1) ?? ''
  if (suffixes.some((suffix) => domain === suffix || domain.endsWith(`.${suffix}`))) return true
  return /(hospital|infirmary|nhstrust|healthtrust|trust\.)/.test(domain)
}
