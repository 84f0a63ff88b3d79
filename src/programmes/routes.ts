import { room } from '../kit/http.ts'
import { findComparison, findPackForm, findPacks, findUpload, findVersion } from './queries.ts'
import { discardUpload, packUploadRules, publishUpload, uploadPack } from './service.ts'
import { comparePage } from './views/compare.ts'
import { packCurriculumPage } from './views/curriculum.ts'
import { formPage, formPrintPage, formsPage } from './views/forms.ts'
import { url } from './views/frame.ts'
import { packHelpPage } from './views/help.ts'
import { levelsPage } from './views/levels.ts'
import { listPage } from './views/list.ts'
import { overviewPage } from './views/overview.ts'
import { rightsPage } from './views/rights.ts'
import { rulesPage } from './views/rules.ts'
import { uploadedPage, uploadPage } from './views/upload.ts'
import { writeZip } from './zip.ts'

/** Mounted below /programmes: the packs of a college, for its administrators. */
export const programmesRoom = room(({ page, raw, action }) => {
  page('/', findPacks, listPage)
  page('/upload', findPacks, uploadPage)
  action('/upload', uploadPack, uploadPage, (id) => ({ to: url.uploaded(id) }), { upload: packUploadRules })
  page('/uploads/:uploadId', findUpload, uploadedPage)
  action('/uploads/:uploadId/publish', publishUpload, uploadedPage, (id, { pack }) => ({
    to: url.version(id),
    flash: `${pack?.pack.title} ${pack?.pack.version} is published. Nobody’s enrolment has changed.`,
  }))
  action('/uploads/:uploadId/discard', discardUpload, null, () => ({ to: url.list, flash: 'The upload is removed.' }))

  page('/versions/:packVersionId', findVersion, overviewPage)
  page('/versions/:packVersionId/curriculum', findVersion, packCurriculumPage)
  page('/versions/:packVersionId/levels', findVersion, levelsPage)
  page('/versions/:packVersionId/forms', findVersion, formsPage)
  page('/versions/:packVersionId/forms/:formKey', findPackForm, formPage)
  page('/versions/:packVersionId/forms/:formKey/print', findPackForm, formPrintPage)
  page('/versions/:packVersionId/rules', findVersion, rulesPage)
  page('/versions/:packVersionId/rights', findVersion, rightsPage)
  page('/versions/:packVersionId/help', findVersion, packHelpPage)
  page('/versions/:packVersionId/compare', findComparison, comparePage)
  raw('/versions/:packVersionId/download', findVersion, ({ row, published }) => ({
    type: 'application/zip',
    headers: { 'Content-Disposition': `attachment; filename="${row.packKey}-${row.version}.zip"` },
    body: writeZip(published.pack, row.publishedAt),
  }))
})
