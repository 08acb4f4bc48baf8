export { getMany } from './getMany';
export { getProfile } from './getProfile';
export { getWindow } from './getWindow';
