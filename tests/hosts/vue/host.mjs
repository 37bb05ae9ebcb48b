export { followsState as check } from "../lib/framework.mjs";
export const about = "Vue 3, without functions made of text";

export const policy = ({ service }) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${service}; img-src data:`;
