export { get } from './get';
export { getMessagingProfile } from './getMessagingProfile';
export { refreshToken } from './refreshToken';
export { setMessagingProfile } from './setMessagingProfile';
