export const about = "a strict policy, everything from the service";

/** As the README has it. */
export const policy = ({ service }) =>
  `default-src 'none'; script-src ${service} 'wasm-unsafe-eval'; style-src ${service}; ` +
  `connect-src ${service}; img-src data:`;
