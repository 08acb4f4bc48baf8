/** The language Meta answers in follows the account; clients must never read the words. */
export type Language = 'en' | 'pl';

/** One refusal as Meta documents it. `{name}` in a text is filled in by the rule that refuses. */
export interface AnswerRow {
	code: number;
	subcode?: number;
	/** HTTP status, 400 unless told. */
	status?: number;
	/** Error type, where it does not follow the host. */
	type?: 'OAuthException' | 'GraphMethodException';
	/** Tokens and object lookups carry no `(#code)` in front on graph.facebook.com. */
	isUnprefixed?: true;
	isTransient?: true;
	en: string;
	pl: string;
}

const token = (subcode: number | undefined, en: string, pl: string, status = 400): AnswerRow => ({
	code: 190,
	...(subcode === undefined ? {} : { subcode }),
	status,
	type: 'OAuthException',
	isUnprefixed: true,
	en,
	pl,
});

const invalid = (subcode: number | undefined, en: string, pl: string): AnswerRow => ({
	code: 100,
	...(subcode === undefined ? {} : { subcode }),
	en,
	pl,
});

/**
 * Meta's answers, by the situation that causes them.
 * Sources: Meta "Common Error Codes" (Messenger Platform), "Handle Errors" (Graph API), and
 * responses recorded in public issues where the pages give no text.
 */
const rows = {
	unexpected: {
		code: 2,
		status: 500,
		isUnprefixed: true,
		en: 'An unexpected error has occurred. Please retry your request later.',
		pl: 'Wystąpił nieoczekiwany błąd. Spróbuj ponownie później.',
	},
	tokenMissing: {
		code: 104,
		type: 'OAuthException',
		isUnprefixed: true,
		en: 'An access token is required to request this resource.',
		pl: 'Do uzyskania dostępu do tego zasobu wymagany jest token dostępu.',
	},
	tokenMissingOnInstagram: token(undefined, 'Access token is missing.', 'Brak tokena dostępu.'),
	tokenUnparsable: token(
		undefined,
		'Invalid OAuth access token - Cannot parse access token',
		'Nieprawidłowy token dostępu OAuth – nie można go odczytać',
	),
	tokenExpired: token(
		463,
		'Error validating access token: Session has expired on {expiredAt}. The current time is {now}.',
		'Błąd weryfikacji tokena: sesja wygasła {expiredAt}. Aktualny czas: {now}.',
	),
	tokenPasswordChanged: token(
		460,
		'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
		'Błąd weryfikacji tokena: sesja została unieważniona, ponieważ użytkownik zmienił hasło.',
		401,
	),
	tokenRevoked: token(
		458,
		'Error validating access token: The user has not authorized application {appId}.',
		'Błąd weryfikacji tokena: użytkownik nie autoryzował aplikacji {appId}.',
	),
	tokenRoleLost: token(
		492,
		'Error validating access token: The user must be an administrator, editor, or moderator of the page in order to impersonate it.',
		'Błąd weryfikacji tokena: użytkownik musi być administratorem strony.',
	),
	proofRequired: {
		code: 100,
		type: 'GraphMethodException',
		isUnprefixed: true,
		en: 'API calls from the server require an appsecret_proof argument',
		pl: 'Wywołania API z serwera wymagają argumentu appsecret_proof',
	},
	proofInvalid: {
		code: 100,
		type: 'GraphMethodException',
		isUnprefixed: true,
		en: 'Invalid appsecret_proof provided in the API argument',
		pl: 'W argumencie podano nieprawidłowy appsecret_proof',
	},
	appTokenRequired: {
		code: 15,
		type: 'OAuthException',
		en: 'This method must be called with an app access_token.',
		pl: 'Tę metodę należy wywołać z tokenem dostępu aplikacji.',
	},
	capabilityMissing: {
		code: 3,
		en: 'Application does not have the capability to make this API call.',
		pl: 'Aplikacja nie może wykonać tego wywołania interfejsu API.',
	},
	permissionNotGranted: {
		code: 10,
		status: 403,
		en: 'Application does not have permission for this action',
		pl: 'Aplikacja nie ma uprawnień do tego działania',
	},
	pagePermissionMissing: {
		code: 200,
		status: 403,
		en: 'Requires {scope} permission to manage the object.',
		pl: 'Zarządzanie obiektem wymaga uprawnienia {scope}.',
	},
	objectNotFound: {
		code: 100,
		subcode: 33,
		type: 'GraphMethodException',
		isUnprefixed: true,
		en: "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
		pl: "Nieobsługiwane żądanie {method}. Obiekt o identyfikatorze '{id}' nie istnieje.",
	},
	methodUnsupported: {
		code: 100,
		isUnprefixed: true,
		en: 'Unsupported request - method type: {method}',
		pl: 'Nieobsługiwane żądanie – metoda: {method}',
	},
	unknownPath: {
		code: 2500,
		isUnprefixed: true,
		en: 'Unknown path components: {path}',
		pl: 'Nieznane składniki ścieżki: {path}',
	},
	unknownField: invalid(
		undefined,
		'Tried accessing nonexisting field ({field}) on node type ({node})',
		'Próba dostępu do nieistniejącego pola ({field}) w węźle typu ({node})',
	),
	parameterMissing: invalid(
		undefined,
		'The parameter {parameter} is required',
		'Parametr {parameter} jest wymagany',
	),
	parameterInvalid: invalid(
		undefined,
		'Invalid parameter: param {parameter} {must}',
		'Nieprawidłowy parametr: {parameter} {must}',
	),
	unknownKeys: invalid(
		undefined,
		'Invalid keys "{keys}" were found in param "{parameter}".',
		'Znaleziono nieprawidłowe klucze "{keys}" w parametrze "{parameter}".',
	),
	tagRetired: invalid(
		undefined,
		'The message tag {tag} is no longer supported.',
		'Znacznik wiadomości {tag} nie jest już obsługiwany.',
	),
	messageEmpty: invalid(
		2018034,
		'Message cannot be empty, must provide valid attachment or text',
		'Wiadomość nie może być pusta',
	),
	messageAndAction: invalid(
		2018014,
		'Cannot send both message and state at the same time',
		'Nie można jednocześnie wysłać wiadomości i stanu',
	),
	invalidMessageData: invalid(2534015, 'Invalid message data', 'Nieprawidłowe dane wiadomości'),
	textTooLong: invalid(
		undefined,
		'Length of param message[text] must be less than or equal to {max}',
		'Długość parametru message[text] nie może przekraczać {max}',
	),
	messageUnknown: invalid(
		undefined,
		'Invalid message id: the message does not exist in this conversation.',
		'Nieprawidłowy identyfikator: tej wiadomości nie ma w konwersacji.',
	),
	messageDeleted: {
		code: 9_000_001,
		en: 'The message has been deleted.',
		pl: 'Wiadomość została usunięta.',
	},
	postUnknown: invalid(
		undefined,
		'The post does not exist, or the account does not own it.',
		'Post nie istnieje lub nie należy do konta.',
	),
	severalImagesUnavailable: invalid(
		2534068,
		'This feature is not available.',
		'Ta funkcja jest niedostępna.',
	),
	consentRequired: {
		code: 230,
		en: 'User consent is required to access user profile.',
		pl: 'Dostęp do profilu wymaga zgody użytkownika.',
	},
	profileUnavailable: invalid(
		2018218,
		'No profile available for this user.',
		'Profil tego użytkownika jest niedostępny.',
	),
	profileFieldNotAllowed: invalid(
		2018247,
		'Insufficient permission to access user profile.',
		'Niewystarczające uprawnienia do profilu użytkownika.',
	),
	commentInvalid: invalid(
		2534025,
		'The comment is invalid for a private reply.',
		'Na ten komentarz nie można odpowiedzieć prywatnie.',
	),
	unknownInstagramUser: invalid(
		2534014,
		'The requested user cannot be found.',
		'Nie można znaleźć żądanego użytkownika.',
	),
	unknownPageUser: invalid(2018001, 'No matching user found', 'Nie znaleziono użytkownika'),
	recipientUnavailable: {
		code: 551,
		subcode: 1545041,
		en: "This person isn't available right now.",
		pl: 'Ta osoba jest teraz niedostępna.',
	},
	instagramWindowClosed: {
		code: 10,
		subcode: 2534022,
		status: 403,
		en: 'This message is sent outside of allowed window.',
		pl: 'Ta wiadomość została wysłana poza dozwolonym oknem.',
	},
	messengerWindowClosed: {
		code: 10,
		subcode: 2018278,
		en: 'This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview',
		pl: 'Ta wiadomość została wysłana poza dozwolonym oknem.',
	},
	pageNotLinked: invalid(
		2534013,
		'The page is not linked to an Instagram account or the linked IG account is not professional account',
		'Strona nie jest połączona z kontem profesjonalnym na Instagramie',
	),
	messageAccessDisabled: {
		code: 200,
		subcode: 2534041,
		status: 403,
		en: 'The account owner has disabled access to instagram direct messages.',
		pl: 'Właściciel konta wyłączył dostęp do wiadomości na Instagramie.',
	},
	notThreadOwner: invalid(
		2534037,
		'The app is not the thread owner.',
		'Aplikacja nie jest właścicielem wątku.',
	),
	threadControlledByOtherApp: {
		code: 2018300,
		en: 'Another app is controlling this thread now.',
		pl: 'Ten wątek kontroluje teraz inna aplikacja.',
	},
	fetchFailed: invalid(
		2018008,
		'Failed to fetch the file from the url',
		'Nie udało się pobrać pliku z adresu URL',
	),
	uploadFailure: invalid(2018047, 'Upload attachment failure.', 'Nie udało się przesłać pliku.'),
	attachmentTooLarge: invalid(
		2018109,
		'Attachment size exceeds allowable limit',
		'Rozmiar załącznika przekracza dozwolony limit',
	),
	attachmentUnknown: invalid(
		2018074,
		'Invalid attachment ID or the app is not the owner of it.',
		'Nieprawidłowy identyfikator załącznika.',
	),
	fileTypeNotAllowed: {
		code: 546,
		en: "The type of file you're trying to attach isn't allowed. Please try again with a different format",
		pl: 'Ten typ pliku nie jest dozwolony. Spróbuj użyć innego formatu',
	},
	callsRateLimit: {
		code: 613,
		en: 'Calls to this api have exceeded the rate limit.',
		pl: 'Przekroczono limit wywołań tego interfejsu API.',
	},
	instagramRateLimit: {
		code: 613,
		subcode: 2534040,
		en: 'Calls to this api have exceeded the rate limit.',
		pl: 'Przekroczono limit wywołań tego interfejsu API.',
	},
	callbackRefused: {
		code: 2200,
		en: 'Callback verification failed with the following errors: {reason}',
		pl: 'Weryfikacja adresu zwrotnego nie powiodła się: {reason}',
	},
	webhookFieldUnknown: invalid(
		undefined,
		'Param {parameter} must be one of {{fields}} - got "{field}".',
		'Parametr {parameter} musi być jednym z {{fields}} – otrzymano "{field}".',
	),
	tokenTooYoung: token(
		undefined,
		'The access token is less than 24 hours old and cannot be refreshed yet.',
		'Token jest młodszy niż 24 godziny i nie można go jeszcze odświeżyć.',
	),
} satisfies Record<string, AnswerRow>;

export type AnswerName = keyof typeof rows;

/** Meta's answers by name; exported for tests that walk the whole table. */
export const answers: Record<AnswerName, AnswerRow> = rows;
