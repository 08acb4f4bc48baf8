/**
 * Meta writes its messages in the language of the account. `pseudo` stands for every language but
 * English: no word of the English text is left, so a client that depends on the words fails.
 */
export type Language = 'en' | 'pseudo';

export const LANGUAGES: readonly Language[] = ['en', 'pseudo'];

/** One for each letter from a to z. */
const ACCENTED = 'áƀçđéƒǧĥíĵķłɱñóƥɋřšţúṽŵẋýž';

/** The text in the language, e.g. `Message` as `⟦Ɱéššáǧé⟧`. */
export function translate(text: string, language: Language): string {
	return language === 'en' ? text : `⟦${text.replace(/[a-z]/gi, accent)}⟧`;
}

function accent(letter: string): string {
	const accented = ACCENTED[letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)] ?? letter;
	return letter === letter.toLowerCase() ? accented : accented.toUpperCase();
}
