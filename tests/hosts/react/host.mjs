export { followsState as check } from "../lib/framework.mjs";
export const about = "React 19, in strict mode";
