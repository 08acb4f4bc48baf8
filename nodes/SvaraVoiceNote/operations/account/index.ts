export { get } from './get';
export { refreshToken } from './refreshToken';
