export const about = "a strict policy, files on the page's own origin";

/** As the README has it. */
export const policy = ({ service }) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; ` +
  `connect-src 'self' ${service}; img-src data:; require-trusted-types-for 'script'`;
