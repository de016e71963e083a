/** Where a model that Heed exported keeps its document, among its metadata. */
export const DOCUMENT_KEY = 'heed.document'
