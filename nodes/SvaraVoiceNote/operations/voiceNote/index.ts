export { convert } from './convert';
export { send } from './send';
