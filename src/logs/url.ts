/** Where the pages of logs are, and where they lead. */
export const url = {
  log: (id: string, section: string, page = 1) => `/portfolios/${id}/logs/${section}${page > 1 ? `?page=${page}` : ''}`,
  pace: (id: string, section: string) => `/portfolios/${id}/logs/${section}/pace.svg`,
  variety: (id: string, section: string) => `/portfolios/${id}/logs/${section}/variety.svg`,
  portfolio: (id: string) => `/portfolios/${id}`,
  rule: (id: string, ruleId: string) => `/portfolios/${id}/progress/${ruleId}`,
  create: (form: string) => `/records/new/${form}`,
  copy: (form: string) => `/records/new/${form}?copy=last`,
  article: (key: string) => `/help/articles/${key}`,
  record: (id: string) => `/records/${id}`,
}
