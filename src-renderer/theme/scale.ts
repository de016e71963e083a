/** The colours of data, which pictures for paper share with the page. */
export * from '#shared/pictures/scale'
