/** The name of the library in its address. */
export const libraryPage = 'pilots';
