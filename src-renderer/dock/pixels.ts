/** Pictures of the input form, which pictures for paper read too. */
export * from '#shared/pictures/pixels'
