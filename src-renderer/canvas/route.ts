/** The way of a wire is the same on the canvas and on paper. */
export * from '#shared/pictures/layout/wireRoute'
