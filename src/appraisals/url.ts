/** Where the pages of appraisals are. */
export const url = {
  list: (enrolmentId: string) => `/portfolios/${enrolmentId}/appraisals`,
  begin: (formKey: string) => `/appraisals/new/${formKey}`,
  write: (enrolmentId: string, formKey: string, placementId?: string | null) =>
    `/portfolios/${enrolmentId}/appraisals/new/${formKey}${placementId ? `?post=${placementId}` : ''}`,
  one: (enrolmentId: string, recordId: string) => `/portfolios/${enrolmentId}/appraisals/${recordId}`,
  release: (enrolmentId: string, recordId: string) => `/portfolios/${enrolmentId}/appraisals/${recordId}/release`,
  withdraw: (enrolmentId: string, recordId: string) => `/portfolios/${enrolmentId}/appraisals/${recordId}/withdraw`,
  comment: (enrolmentId: string, recordId: string) => `/portfolios/${enrolmentId}/appraisals/${recordId}/comment`,
  record: (recordId: string) => `/records/${recordId}`,
  portfolio: (enrolmentId: string) => `/portfolios/${enrolmentId}`,
  log: (enrolmentId: string, section: string) => `/portfolios/${enrolmentId}/logs/${section}`,
  rule: (enrolmentId: string, ruleId: string) => `/portfolios/${enrolmentId}/progress/${ruleId}`,
}
