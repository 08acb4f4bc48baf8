export { getMany } from './getMany';
export { getMessages } from './getMessages';
export { getProfile } from './getProfile';
export { getWindow } from './getWindow';
export { threadControl } from './threadControl';
